-- The load of bench/run, for wrk. What to send comes by environment:
--   BENCH_KIND    get (default), post, favourite
--   BENCH_FILE    get: one path a line, taken in turn; favourite: one status id a line
--   BENCH_TOKENS  access tokens, one a line, taken in turn (none: anonymous)
--   BENCH_COOKIE  get: the cookies of a browser, instead of tokens: it takes HTML, and takes it compressed
--   BENCH_RUN     a word that makes the texts of this run unique
--   BENCH_REPLY   post: the status that every post answers
-- The last line of the output is "RESULT " and one JSON object.

local threads = 0

function setup(thread)
    thread:set("thread_id", threads)
    threads = threads + 1
end

local function lines(path)
    local found = {}
    if path then
        for line in io.lines(path) do
            found[#found + 1] = line
        end
    end
    return found
end

function init(args)
    kind = os.getenv("BENCH_KIND") or "get"
    run = os.getenv("BENCH_RUN") or "run"
    reply = os.getenv("BENCH_REPLY")
    items = lines(os.getenv("BENCH_FILE"))
    tokens = lines(os.getenv("BENCH_TOKENS"))
    stride = tonumber(os.getenv("BENCH_THREADS") or "1")
    count = 0
    headers = {}
    for n, token in ipairs(tokens) do
        headers[n] = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
    end
    local cookie = os.getenv("BENCH_COOKIE")
    if cookie then
        headers[1] = { ["Cookie"] = cookie, ["Accept"] = "text/html", ["Accept-Encoding"] = "gzip, br" }
    elseif #headers == 0 then
        headers[1] = {}
    end
    if kind == "get" then
        prepared = {}
        for n, path in ipairs(items) do
            prepared[n] = wrk.format("GET", path, headers[(n - 1) % #headers + 1])
        end
    end
end

function request()
    count = count + 1
    if kind == "get" then
        return prepared[(count + thread_id - 1) % #prepared + 1]
    end
    local turn = (count - 1) * stride + thread_id
    if kind == "post" then
        local text = "me too " .. run .. " " .. turn .. " #metoo #" .. run
        local body = '{"status":"' .. text .. '"'
        if reply then
            body = body .. ',"in_reply_to_id":"' .. reply .. '"'
        end
        return wrk.format("POST", "/api/v1/statuses", headers[turn % #headers + 1], body .. "}")
    end
    -- Each person favourites each status once: pairs in turn, none twice before all are used.
    local person = turn % #headers + 1
    local status = items[math.floor(turn / #headers) % #items + 1]
    return wrk.format("POST", "/api/v1/statuses/" .. status .. "/favourite", headers[person])
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"status":%d,"socket":%d,"timeout":%d,'
            .. '"p50":%.3f,"p99":%.3f,"max":%.3f}\n',
        summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
        errors.connect + errors.read + errors.write, errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
