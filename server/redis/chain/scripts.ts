/**
 * What the chain is in Redis, each script at once or not at all. KEYS[1] is the prefix. Below it: `chain:records` and
 * `chain:hashes` have text and hash of each record by seq, `chain:head` seq and hash of the newest, `chain:once` the seq
 * of each key; `chain:inputs` has bytes by digest and `chain:digests` their order; `chain:of:…` order by seq the records
 * of a kind, a client, a person, and those with an override or without.
 */
export const CHAIN_SCRIPTS = {
  /** ARGV: how many keys, the keys, digests. Answers head's seq and hash, then 1 for each key and digest that is there. */
  chainState: `
    local p, keys, found = KEYS[1], tonumber(ARGV[1]), {}
    local head = redis.call('HMGET', p .. ':chain:head', 'seq', 'hash')
    found[1], found[2] = head[1] or '0', head[2] or ''
    for i = 2, #ARGV do
      local where = i <= keys + 1 and ':chain:once' or ':chain:inputs'
      found[i + 1] = redis.call('HEXISTS', p .. where, ARGV[i])
    end
    return found`,

  /**
   * ARGV: the head's seq and hash that the records follow, how many records, then of each seq, hash, text, key or nothing,
   * how many indexes and their names; then digest and bytes of each input. Answers 0, and writes nothing, behind another head.
   */
  appendChain: `
    local p, i = KEYS[1], 4
    local head = redis.call('HMGET', p .. ':chain:head', 'seq', 'hash')
    if (head[1] or '0') ~= ARGV[1] or (head[1] and head[2] ~= ARGV[2]) then return 0 end
    for _ = 1, tonumber(ARGV[3]) do
      local seq, hash = ARGV[i], ARGV[i + 1]
      redis.call('HSET', p .. ':chain:records', seq, ARGV[i + 2])
      redis.call('HSET', p .. ':chain:hashes', seq, hash)
      if ARGV[i + 3] ~= '' then redis.call('HSET', p .. ':chain:once', ARGV[i + 3], seq) end
      local indexes = tonumber(ARGV[i + 4])
      for j = i + 5, i + 4 + indexes do redis.call('ZADD', p .. ':chain:of:' .. ARGV[j], seq, seq) end
      redis.call('HSET', p .. ':chain:head', 'seq', seq, 'hash', hash)
      i = i + 5 + indexes
    end
    while i < #ARGV do
      if redis.call('HSETNX', p .. ':chain:inputs', ARGV[i], ARGV[i + 1]) == 1 then
        redis.call('ZADD', p .. ':chain:digests', 0, ARGV[i])
      end
      i = i + 2
    end
    return 1`,

  /**
   * ARGV: the seq below which, how many, then of each condition how many indexes, of which one must have the record, and
   * their names. Answers seqs, newest first: whichever condition lacks a place says where to look next.
   */
  listChain: `
    local p, at, limit, conditions, found = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), {}, {}
    local i = 3
    while i <= #ARGV do
      local names = {}
      for j = i + 1, i + tonumber(ARGV[i]) do names[#names + 1] = p .. ':chain:of:' .. ARGV[j] end
      conditions[#conditions + 1] = names
      i = i + 1 + #names
    end
    local newest = tonumber(redis.call('HGET', p .. ':chain:head', 'seq') or '0')
    at = math.min(at - 1, newest)
    while at > 0 and #found < limit do
      local place = at
      for _, names in ipairs(conditions) do
        local top = 0
        for _, name in ipairs(names) do
          local one = redis.call('ZREVRANGEBYSCORE', name, place, '-inf', 'LIMIT', 0, 1)[1]
          if one then top = math.max(top, tonumber(one)) end
        end
        place = math.min(place, top)
      end
      if place == at then
        found[#found + 1] = at
        at = at - 1
      else
        at = place
      end
    end
    return found`
} as const;
