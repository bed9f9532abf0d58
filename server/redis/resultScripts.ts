/**
 * What changes results in Redis, each script at once or not at all. KEYS[1] is the prefix. Below it:
 * `seq` counts jobs; `job:ID` is a hash; `last:KIND` and `last:KIND:CLIENT` name the job asked for last, `done:KIND:CLIENT`
 * the latest finished one; `own:OWNER` orders the unfinished jobs of a process by seq, `lease:OWNER` says that it lives,
 * `owners` lists processes; `ended:STATUS` orders finished jobs by seq; `older` orders by seq, and `aged` by time, the finished jobs that a later one has followed.
 */
export const RESULT_SCRIPTS = {
  /** ARGV: owner, then job, kind, client, time of each. A job of this owner that is there already was asked twice. */
  beginJobs: `
    local p, owner = KEYS[1], ARGV[1]
    for i = 2, #ARGV, 4 do
      local key = p .. ':job:' .. ARGV[i]
      local had = redis.call('HGET', key, 'owner')
      if had and had ~= owner then return redis.error_reply('ERR job ' .. ARGV[i] .. ' is there already') end
    end
    redis.call('SADD', p .. ':owners', owner)
    for i = 2, #ARGV, 4 do
      local job, kind, client = ARGV[i], ARGV[i + 1], ARGV[i + 2]
      local key = p .. ':job:' .. job
      if redis.call('EXISTS', key) == 0 then
        local seq = redis.call('INCR', p .. ':seq')
        redis.call('HSET', key, 'job', job, 'kind', kind, 'clientId', client, 'requestedAt', ARGV[i + 3],
          'status', 'pending', 'seq', seq, 'owner', owner)
        redis.call('ZADD', p .. ':own:' .. owner, seq, job)
        redis.call('SET', p .. ':last:' .. kind, job)
        redis.call('SET', p .. ':last:' .. kind .. ':' .. client, job)
      end
    end`,

  /** ARGV: how many older ones stay, the ms before which they go, then job, status, time, its ms and body of each. */
  finishJobs: `
    local p, keep, before = KEYS[1], tonumber(ARGV[1]), ARGV[2]
    local first = {}
    for i = 3, #ARGV, 5 do
      local job = ARGV[i]
      local key = p .. ':job:' .. job
      local is = 0
      if redis.call('HGET', key, 'status') == 'pending' then
        is = 1
        local f = redis.call('HMGET', key, 'kind', 'clientId', 'seq', 'owner')
        redis.call('HSET', key, 'status', ARGV[i + 1], 'finishedAt', ARGV[i + 2], 'ms', ARGV[i + 3], 'body', ARGV[i + 4])
        redis.call('ZREM', p .. ':own:' .. f[4], job)
        redis.call('ZADD', p .. ':ended:' .. ARGV[i + 1], f[3], job)
        local done = p .. ':done:' .. f[1] .. ':' .. f[2]
        local other = redis.call('GET', done)
        local older = job
        if not other or tonumber(redis.call('HGET', p .. ':job:' .. other, 'seq')) < tonumber(f[3]) then
          redis.call('SET', done, job)
          older = other
        end
        if older then
          local o = redis.call('HMGET', p .. ':job:' .. older, 'seq', 'ms')
          redis.call('ZADD', p .. ':older', o[1], older)
          redis.call('ZADD', p .. ':aged', o[2], older)
        end
      end
      first[#first + 1] = is
    end
    local gone = redis.call('ZRANGEBYSCORE', p .. ':aged', '-inf', '(' .. before)
    local many = redis.call('ZCARD', p .. ':older') - keep
    if many > 0 then
      for _, job in ipairs(redis.call('ZRANGE', p .. ':older', 0, many - 1)) do gone[#gone + 1] = job end
    end
    for _, job in ipairs(gone) do
      redis.call('DEL', p .. ':job:' .. job)
      redis.call('ZREM', p .. ':older', job)
      redis.call('ZREM', p .. ':aged', job)
      redis.call('ZREM', p .. ':ended:done', job)
      redis.call('ZREM', p .. ':ended:failed', job)
    end
    return first`,

  /** ARGV: owner, ms. Says that a process lives. */
  holdLease: `
    redis.call('SADD', KEYS[1] .. ':owners', ARGV[1])
    redis.call('SET', KEYS[1] .. ':lease:' .. ARGV[1], '1', 'PX', ARGV[2])`,

  /** ARGV: owner. Moves the jobs of processes whose lease has ended; answers all that this owner has, oldest first. */
  adoptJobs: `
    local p, owner = KEYS[1], ARGV[1]
    local own = p .. ':own:' .. owner
    for _, other in ipairs(redis.call('SMEMBERS', p .. ':owners')) do
      if other ~= owner and redis.call('EXISTS', p .. ':lease:' .. other) == 0 then
        local theirs = redis.call('ZRANGE', p .. ':own:' .. other, 0, -1, 'WITHSCORES')
        for i = 1, #theirs, 2 do
          redis.call('HSET', p .. ':job:' .. theirs[i], 'owner', owner)
          redis.call('ZADD', own, theirs[i + 1], theirs[i])
        end
        redis.call('DEL', p .. ':own:' .. other)
        redis.call('SREM', p .. ':owners', other)
      end
    end
    local jobs = {}
    for _, job in ipairs(redis.call('ZRANGE', own, 0, -1)) do
      local f = redis.call('HMGET', p .. ':job:' .. job, 'job', 'kind', 'clientId', 'requestedAt')
      for j = 1, 4 do jobs[#jobs + 1] = f[j] end
    end
    return jobs`,

  /** All unfinished jobs: seq, job, kind, client, time of each. */
  pendingJobs: `
    local p, jobs = KEYS[1], {}
    for _, owner in ipairs(redis.call('SMEMBERS', p .. ':owners')) do
      for _, job in ipairs(redis.call('ZRANGE', p .. ':own:' .. owner, 0, -1)) do
        local f = redis.call('HMGET', p .. ':job:' .. job, 'seq', 'job', 'kind', 'clientId', 'requestedAt')
        for j = 1, 5 do jobs[#jobs + 1] = f[j] end
      end
    end
    return jobs`,

  /** ARGV: status, decision or nothing, how many. Job, kind, client, both times and body of each, newest first, out of the newest 10,000. */
  recentJobs: `
    local p, wanted, limit, jobs = KEYS[1], ARGV[2], tonumber(ARGV[3]), {}
    for _, job in ipairs(redis.call('ZREVRANGE', p .. ':ended:' .. ARGV[1], 0, 9999)) do
      if #jobs >= limit * 6 then break end
      local f = redis.call('HMGET', p .. ':job:' .. job, 'job', 'kind', 'clientId', 'requestedAt', 'finishedAt', 'body')
      if wanted == '' or (f[2] == 'score' and cjson.decode(f[6]).decision == wanted) then
        for j = 1, 6 do jobs[#jobs + 1] = f[j] end
      end
    end
    return jobs`,

  /** ARGV: what follows \`last:\`. The status and body of the job that was asked for last. */
  lastJob: `
    local job = redis.call('GET', KEYS[1] .. ':last:' .. ARGV[1])
    if not job then return {} end
    return redis.call('HMGET', KEYS[1] .. ':job:' .. job, 'status', 'body')`
} as const;
