/**
 * What cases are in Redis, each script at once or not at all. KEYS[1] is the prefix. Below it: `case:CLIENT` is a hash of
 * version, state and the indexes that have it; `changes:CLIENT` lists its newest changes, the last first; `cases:…` order
 * cases by the time of their last change: `all`, `status:…`, `claim:…` (of a person; of nobody without a name). Members
 * are clients' ids with leading zeros, so that those of one moment are in the order of ids.
 */
export const CASE_SCRIPTS = {
  /** ARGV: change, how many changes stay, client, its member, version, ms of the change, state, then the indexes. */
  writeCase: `
    local p, member, version = KEYS[1], ARGV[4], tonumber(ARGV[5])
    local key, changes = p .. ':case:' .. ARGV[3], p .. ':changes:' .. ARGV[3]
    local had = redis.call('HMGET', key, 'version', 'indexes')
    if tonumber(had[1] or '0') ~= version - 1 then return 0 end
    if had[2] then
      for _, index in ipairs(cjson.decode(had[2])) do redis.call('ZREM', p .. ':cases:' .. index, member) end
    end
    local indexes = {}
    for i = 8, #ARGV do
      indexes[#indexes + 1] = ARGV[i]
      redis.call('ZADD', p .. ':cases:' .. ARGV[i], ARGV[6], member)
    end
    redis.call('HSET', key, 'version', ARGV[5], 'state', ARGV[7], 'indexes', cjson.encode(indexes))
    redis.call('LPUSH', changes, ARGV[1])
    redis.call('LTRIM', changes, 0, tonumber(ARGV[2]) - 1)
    return 1`,

  /** ARGV: as of writeCase from the client on. Keeps a case of elsewhere, without its changes, unless the client has one. */
  adoptCase: `
    local p, indexes = KEYS[1], {}
    local key = p .. ':case:' .. ARGV[1]
    if redis.call('EXISTS', key) == 1 then return 0 end
    for i = 6, #ARGV do
      indexes[#indexes + 1] = ARGV[i]
      redis.call('ZADD', p .. ':cases:' .. ARGV[i], ARGV[4], ARGV[2])
    end
    redis.call('HSET', key, 'version', ARGV[3], 'state', ARGV[5], 'indexes', cjson.encode(indexes))
    return 1`,

  /** ARGV: client, version. Answers the present version, then the changes after the given one, the last first. */
  caseSince: `
    local p, client = KEYS[1], ARGV[1]
    local present = tonumber(redis.call('HGET', p .. ':case:' .. client, 'version') or '0')
    local missing = present - tonumber(ARGV[2])
    if missing <= 0 then return {present} end
    local found = redis.call('LRANGE', p .. ':changes:' .. client, 0, missing - 1)
    table.insert(found, 1, present)
    return found`,

  /** ARGV: clients. The states of those that have a case. */
  someCases: `
    local states = {}
    for _, client in ipairs(ARGV) do
      local state = redis.call('HGET', KEYS[1] .. ':case:' .. client, 'state')
      if state then states[#states + 1] = state end
    end
    return states`,

  /** ARGV: how many, ms and member of the case before or two times nothing, then the indexes that must have a case. States, newest change first. */
  listCases: `
    local p, limit, ms, after = KEYS[1], tonumber(ARGV[1]), ARGV[2], ARGV[3]
    local shortest, fewest
    for i = 4, #ARGV do
      local many = redis.call('ZCARD', p .. ':cases:' .. ARGV[i])
      if not fewest or many < fewest then shortest, fewest = ARGV[i], many end
    end
    local states, skip = {}, 0
    local from = ms == '' and '+inf' or ms
    while #states < limit do
      local page = redis.call('ZREVRANGEBYSCORE', p .. ':cases:' .. shortest, from, '-inf', 'WITHSCORES', 'LIMIT', skip, 200)
      if #page == 0 then break end
      for i = 1, #page, 2 do
        local member = page[i]
        local isIn = not (page[i + 1] == ms and member >= after)
        for j = 4, #ARGV do
          isIn = isIn and redis.call('ZSCORE', p .. ':cases:' .. ARGV[j], member)
        end
        if isIn and #states < limit then
          local client = string.match(member, '^0*(.*)$')
          states[#states + 1] = redis.call('HGET', p .. ':case:' .. client, 'state')
        end
      end
      skip = skip + 200
    end
    return states`
} as const;
