"""What the broker does in one step each, as Lua: nothing comes between two of its lines. All times are the broker's.

``orders`` (hash: id, body) is the configuration in force. ``bundles`` (hash by outlet) are the visits that wait,
``ready`` (list) the order of their outlets. ``lease:OUTLET`` says in whose hands an outlet is, ``held`` (sorted set)
counts the leases, ``epoch`` numbers them, ``back`` (set) has outlets that were let go with visits unanswered.
``turn:HOST`` is held while a host is asked, and for its pause afterwards. ``results`` (stream) are the answers that the
archivist has not kept yet. ``boot`` (hash: run) names the run of the broker for which leases and turns are given out:
one that was started anew may have forgotten some, see `Broker.open`.
"""

P = "wirediff:"
IDLE = 60_000  # milliseconds without a word, after which a worker is not counted

_HEAD = f"""
local P, time = '{P}', redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function closed(run) return redis.call('HGET', P..'boot', 'run') ~= run end
"""

OPEN = (
    _HEAD
    + """
-- run, milliseconds to wait (0: at once): milliseconds until the broker is open for this run
local boot = redis.call('HMGET', P..'boot', 'run', 'next', 'from')
if boot[1] == ARGV[1] then return 0 end
if boot[2] ~= ARGV[1] then
  redis.call('HSET', P..'boot', 'next', ARGV[1], 'from', now + ARGV[2])
  boot[3] = now + ARGV[2]
end
if now < tonumber(boot[3]) then return math.ceil(boot[3] - now) end
redis.call('HSET', P..'boot', 'run', ARGV[1])
return 0
"""
)

KEEPER = (
    _HEAD
    + """
-- name, milliseconds: whether the broker is this keeper's
local held = redis.call('GET', P..'keeper')
if held and held ~= ARGV[1] then return held end
redis.call('SET', P..'keeper', ARGV[1], 'PX', ARGV[2])
return ''
"""
)

PUBLISH = (
    _HEAD
    + """
-- outlet, bundle; one that waits already is exchanged for it
redis.call('SREM', P..'back', ARGV[1])
if redis.call('HSET', P..'bundles', ARGV[1], ARGV[2]) == 1 then redis.call('RPUSH', P..'ready', ARGV[1]) end
"""
)

SWEEP = (
    _HEAD
    + """
-- outlets: of each whether it waits (w), is held (h), was given back (b, told once) or none of that (-); then the id of
-- the newest answer
local told = ''
for _, outlet in ipairs(ARGV) do
  if redis.call('HEXISTS', P..'bundles', outlet) == 1 then told = told..'w'
  elseif redis.call('EXISTS', P..'lease:'..outlet) == 1 then told = told..'h'
  elseif redis.call('SREM', P..'back', outlet) == 1 then told = told..'b'
  else told = told..'-' end
end
local newest = redis.call('XREVRANGE', P..'results', '+', '-', 'COUNT', 1)
return {told, newest[1] and newest[1][1] or ''}
"""
)

CLAIM = (
    _HEAD
    + f"""
-- worker, run, milliseconds of a lease, how many it holds, most answers that may wait
if closed(ARGV[2]) then return {{'closed'}} end
redis.call('ZADD', P..'workers', now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', P..'workers', '-inf', now - {IDLE})
redis.call('ZREMRANGEBYSCORE', P..'held', '-inf', now)
local waiting = redis.call('LLEN', P..'ready')
if waiting == 0 then return {{'empty'}} end
if redis.call('XLEN', P..'results') >= tonumber(ARGV[5]) then return {{'full'}} end
local all = waiting + redis.call('ZCARD', P..'held')
if tonumber(ARGV[4]) * redis.call('ZCARD', P..'workers') >= all then return {{'share'}} end
for _ = 1, math.min(waiting, 200) do
  local outlet = redis.call('LPOP', P..'ready')
  local bundle = redis.call('HGET', P..'bundles', outlet)
  if bundle then
    local epoch = redis.call('INCR', P..'epoch')
    if redis.call('SET', P..'lease:'..outlet, ARGV[1]..' '..epoch, 'NX', 'PX', ARGV[3]) then
      redis.call('HDEL', P..'bundles', outlet)
      redis.call('ZADD', P..'held', now + ARGV[3], outlet)
      return {{'claimed', outlet, tostring(epoch), bundle}}
    end
    redis.call('RPUSH', P..'ready', outlet)
  end
end
return {{'busy'}}
"""
)

RENEW = (
    _HEAD
    + """
-- worker, run, milliseconds, then outlet and epoch of each lease: those that are no longer its own
if closed(ARGV[2]) then return false end
redis.call('ZADD', P..'workers', now, ARGV[1])
local lost = {}
for at = 4, #ARGV, 2 do
  local key = P..'lease:'..ARGV[at]
  if redis.call('GET', key) == ARGV[1]..' '..ARGV[at + 1] then
    redis.call('PEXPIRE', key, ARGV[3])
    redis.call('ZADD', P..'held', now + ARGV[3], ARGV[at])
  else lost[#lost + 1] = ARGV[at] end
end
return lost
"""
)

RELEASE = (
    _HEAD
    + """
-- worker, outlet, epoch, 1 where visits are given back with it
local key = P..'lease:'..ARGV[2]
if redis.call('GET', key) ~= ARGV[1]..' '..ARGV[3] then return 0 end
if ARGV[4] == '1' then redis.call('SADD', P..'back', ARGV[2]) end
redis.call('ZREM', P..'held', ARGV[2])
return redis.call('DEL', key)
"""
)

TURN = (
    _HEAD
    + """
-- host, who, run, milliseconds, 1 for what belongs to a page: 0 where the turn is taken, else the wait; -1: closed
if closed(ARGV[3]) then return -1 end
local key = P..'turn:'..ARGV[1]
local held = redis.call('GET', key)
if held and not (ARGV[5] == '1' and held == 'pause '..ARGV[2]) then return math.max(1, redis.call('PTTL', key)) end
redis.call('SET', key, ARGV[2], 'PX', ARGV[4])
return 0
"""
)

OVER = (
    _HEAD
    + """
-- host, who, milliseconds of the pause that follows
local key = P..'turn:'..ARGV[1]
if redis.call('GET', key) ~= ARGV[2] then return 0 end
if tonumber(ARGV[3]) > 0 then redis.call('SET', key, 'pause '..ARGV[2], 'PX', ARGV[3])
else redis.call('DEL', key) end
return 1
"""
)
