-- Sends one note per request, each as an attempt of its own, and prints one line of results. The notes
-- come from 1,000 callers, whom the proxy tells apart by their addresses.
-- Arguments: "proxy" (JSON, as the form sends it) or "upstream" (multipart, as the proxy sends it),
-- then the path.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  math.randomseed(os.time() * 1000 + number)
  count = 0
  run = string.format("%08x", math.random(0, 0x7fffffff))
  is_proxy = arguments[1] == "proxy"
  path = arguments[2]
  if is_proxy then
    body = '{"ticketID":858462,"type":"calllog","message":"Called back about the invoice.","userID":254}'
  else
    local part = '--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = part:format("ticketID", "858462") .. part:format("type", "calllog")
      .. part:format("message", "Called back about the invoice.") .. part:format("userID", "254") .. "--x--\r\n"
  end
end

function request()
  count = count + 1
  local headers
  if is_proxy then
    headers = {
      ["Content-Type"] = "application/json",
      ["Sec-Fetch-Site"] = "same-origin",
      ["X-Forwarded-For"] = string.format("10.0.%d.%d", count % 4, count / 4 % 250),
      ["Idempotency-Key"] = string.format('"%s-%04x-4000-8000-%012x"', run, number, count),
    }
  else
    headers = { ["Content-Type"] = "multipart/form-data; boundary=x" }
  end
  return wrk.format("POST", path, headers, body)
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format("%10.0f %10.1f %10.1f %8d %8d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, failed))
end
