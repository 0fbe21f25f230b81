"""The language that tells tests/server.py what to say.

A script is lines; a blank line or one that begins with # says nothing. Lines
before the first `response` are about the server, the others belong to the
response above them and run from top to bottom.

The server:
  tls [good|expired|selfsigned|wrongname|unknown]   speak TLS; which certificate
  tls-version 1.0|1.1|1.2|1.3    offer only this one
  repeat last|none|cycle   once all responses are used (default: last)
  rcvbuf N                 small receive buffer, for "reads nothing"
  refuse                   the port is taken but nobody listens
  blackhole                connections never complete (SYNs are dropped)
  mute                     accepts, reads, never answers
  sigv4 KEY_ID SECRET REGION [TOKEN]   every request must be signed so, and
                           less than five minutes ago

A response:
  response [METHOD] [/path] [connect|head]
      the first unused response that fits a request is given to it; a path
      fits what begins with it. `connect`: runs at accept, before anything is
      read; `head`: runs after the request's head, its body is not read.
  status CODE [REASON]     default 200 OK
  header NAME: VALUE       added as it stands; `no NAME` leaves out a default
  framing chunked|length|close|none
      default: chunked for streams, length else. `close`: until the end of
      the connection. `none`: no framing header, connection stays open.
  length N                 says Content-Length N, whatever is sent
  gzip                     compresses what follows, and says so
  chunk N                  HTTP chunks of N bytes (0: one for each piece)
  segment N [SECONDS]      one TCP write for each N bytes (0: whole), with a
                           pause after each
  flood COUNT SIZE         COUNT more header lines of SIZE bytes
  early CODE [NAME: VALUE] an interim reply (103, ...), sent at once

Pieces of the body:
  text ESCAPED             \\n \\r \\t \\0 \\e \\\\ \\xHH \\uHHHH are understood
  line TEXT                verbatim, and a newline
  json TEXT                verbatim
  sse DATA                 "data: DATA", blank line; verbatim
  event NAME DATA          the same with an "event: NAME" line before it
  hex DIGITS
  file PATH                relative to the script's folder
  fill COUNT ESCAPED       the text so often that COUNT bytes are sent
  chat TEXT                chat completion chunk with this delta (ESCAPED)
  chat-done [REASON]       finish_reason, usage, [DONE]
  claude-start             Anthropic message_start and content_block_start
  claude TEXT              content_block_delta (ESCAPED)
  claude-done [REASON]     block stop, message_delta, message_stop
  aws TYPE DATA            a frame of AWS's event stream: an event; verbatim
  aws-exception TYPE DATA  an exception; aws-error CODE MESSAGE: an error
  converse TEXT            contentBlockDelta with this text (ESCAPED)
  converse-done [REASON]   contentBlockStop, messageStop, metadata
  echo                     the request's body
  times N STEP             the step, N times

Otherwise:
  raw ESCAPED | rawhex DIGITS    bytes without any framing; where they come
                           first and no `status` is given, they are all there is
  delay SECONDS
  wait                     until the client closes, or the server ends
  close                    FIN now; nothing that framing would still owe
  halfclose                FIN for our side, goes on reading
  reset                    RST now
"""

import json
import re
import struct
import zlib

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "e": "\x1b",
           "\\": "\\", "a": "\a", "b": "\b"}
STREAMS = {"sse", "event", "chat", "chat-done", "claude", "claude-start",
           "claude-done"}
FRAMES = {"aws", "aws-exception", "aws-error", "converse", "converse-done"}
TYPES = {"json": "application/json", "line": "application/x-ndjson",
         **dict.fromkeys(STREAMS, "text/event-stream"),
         **dict.fromkeys(FRAMES, "application/vnd.amazon.eventstream")}
BODY = {"text", "line", "json", "hex", "file", "fill",
        "echo"} | STREAMS | FRAMES
SERVER = {"tls", "tls-version", "repeat", "rcvbuf", "refuse", "blackhole",
          "mute", "sigv4"}
SETTINGS = {"status", "header", "no", "framing", "length", "gzip", "flood"}
ACTIONS = {"chunk", "segment", "early", "raw", "rawhex", "delay", "wait",
           "close", "halfclose", "reset"}


class ScriptError(ValueError):
    """A script that cannot be understood; the message names the line."""


def unescape(text):
    """The bytes that an ESCAPED text means."""
    def one(match):
        esc = match.group(1)
        if esc[0] == "x" and len(esc) == 3:
            return bytes([int(esc[1:], 16)])
        if esc[0] in "uU" and len(esc) > 1:
            return chr(int(esc[1:], 16)).encode()
        if esc in ESCAPES:
            return ESCAPES[esc].encode()
        raise ScriptError("unknown escape \\%s" % esc)

    out, last = b"", 0
    pattern = r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)"
    for match in re.finditer(pattern, text, re.S):
        out += text[last:match.start()].encode() + one(match)
        last = match.end()
    return out + text[last:].encode()


class Response:
    """What is said to one request (or at one connection)."""

    def __init__(self, words=()):
        self.method = self.path = None
        self.when = "request"
        self.status, self.reason = None, ""
        self.headers, self.without = [], set()
        self.framing = None
        self.length = None
        self.gzip = False
        self.floods = []
        self.steps = []		# (verb, argument, count)
        for word in words:
            if word in ("connect", "head"):
                self.when = word
            elif word.startswith("/"):
                self.path = word
            elif word.isupper():
                self.method = word
            else:
                raise ScriptError("response: what is %r?" % word)

    def fits(self, method, path):
        return ((not self.method or self.method == method) and
                (not self.path or path.startswith(self.path)))

    def first_body(self):
        for verb, _, _ in self.steps:
            if verb in BODY:
                return verb
        return None

    def is_raw(self):
        """Nothing but raw bytes: no status line of its own."""
        if self.status is not None or self.headers or self.first_body():
            return False
        return any(v in ("raw", "rawhex", "wait", "close", "reset",
                         "halfclose") for v, _, _ in self.steps)

    def set(self, verb, arg):
        if verb == "status":
            code, _, self.reason = arg.partition(" ")
            self.status = int(code)
        elif verb == "header":
            name, colon, value = arg.partition(":")
            if not colon:
                raise ScriptError("header without a colon: %r" % arg)
            self.headers.append((name, value.strip()))
        elif verb == "no":
            self.without.add(arg.lower())
        elif verb == "framing":
            if arg not in ("chunked", "length", "close", "none"):
                raise ScriptError("unknown framing %r" % arg)
            self.framing = arg
        elif verb == "length":
            self.framing, self.length = "length", int(arg)
        elif verb == "gzip":
            self.gzip = True
        else:
            count, size = arg.split()
            self.floods.append((int(count), int(size)))

    def add(self, verb, arg, count=1):
        if verb == "times":
            number, _, rest = arg.partition(" ")
            inner, _, arg = rest.partition(" ")
            if inner == "times":
                raise ScriptError("times within times")
            return self.add(inner, arg, int(number))
        if verb in SETTINGS:
            return self.set(verb, arg)
        if verb not in BODY and verb not in ACTIONS:
            raise ScriptError("unknown step %r" % verb)
        if verb in ("text", "raw", "chat", "claude", "converse"):
            unescape(arg)
        self.steps.append((verb, arg, count))
        return None


class Script:
    """Options of the server and its responses, in order."""

    def __init__(self, folder="."):
        self.folder = folder
        self.options = {}
        self.responses = []

    def add(self, line):
        verb, _, arg = line.partition(" ")
        if verb == "response":
            self.responses.append(Response(arg.split()))
        elif not self.responses and verb in SERVER:
            self.options[verb] = arg
        elif not self.responses:
            raise ScriptError("%r before the first `response`" % verb)
        else:
            self.responses[-1].add(verb, arg)


def parse(text, folder="."):
    """A Script from lines, or from JSON: {"server": [lines], "responses":
    [[lines], ...]}, the lines as above without the word `response`, which
    may be given as {"for": "POST /v1 head", "steps": [lines]}."""
    script = Script(folder)
    if text.lstrip()[:1] == "{":
        lines = list(json_lines(json.loads(text)))
    else:
        lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        line = line.lstrip()
        if not line or line.startswith("#"):
            continue
        try:
            script.add(line)
        except (ScriptError, ValueError) as e:
            raise ScriptError("line %d: %s" % (number, e)) from e
    return script


def json_lines(top):
    yield from top.get("server", [])
    for response in top["responses"]:
        if isinstance(response, dict):
            yield "response " + response.get("for", "")
            yield from response["steps"]
        else:
            yield "response"
            yield from response


def dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def chat_chunk(delta, finish=None):
    # the shape of OpenAI's API reference, "chat completion chunk object"
    return dumps({"id": "chatcmpl-1", "object": "chat.completion.chunk",
                  "created": 1700000000, "model": "served-model",
                  "choices": [{"index": 0, "delta": delta, "logprobs": None,
                               "finish_reason": finish}], "usage": None})


CHAT_USAGE = dumps({
    "id": "chatcmpl-1", "object": "chat.completion.chunk",
    "created": 1700000000, "model": "served-model", "choices": [],
    "usage": {"prompt_tokens": 19, "completion_tokens": 5,
              "total_tokens": 24,
              "prompt_tokens_details": {"cached_tokens": 4},
              "completion_tokens_details": {"reasoning_tokens": 0}}})

# Anthropic's "Streaming messages" page
CLAUDE_START = (
    ("message_start", {"message": {
        "id": "msg_1", "type": "message", "role": "assistant", "content": [],
        "model": "served-claude", "stop_reason": None, "stop_sequence": None,
        "usage": {"input_tokens": 25, "cache_creation_input_tokens": 0,
                  "cache_read_input_tokens": 0, "output_tokens": 1}}}),
    ("content_block_start", {"index": 0, "content_block": {
        "type": "text", "text": ""}}))


def sse(data, name=None):
    head = "event: %s\n" % name if name else ""
    return (head + "data: " + data + "\n\n").encode()


def named(name, members):
    return sse(dumps({"type": name, **members}), name)


def claude_done(reason):
    return [named("content_block_stop", {"index": 0}),
            named("message_delta", {
                "delta": {"stop_reason": reason or "end_turn",
                          "stop_sequence": None},
                "usage": {"output_tokens": 15}}),
            named("message_stop", {})]


# "Event stream encoding" of AWS: lengths, their checksum, headers, payload,
# the checksum of it all
def frame(payload, **headers):
    head = b""
    for name, value in headers.items():
        name, value = ":" + name.replace("_", "-"), value.encode()
        head += struct.pack("!B%dsBH%ds" % (len(name), len(value)),
                            len(name), name.encode(), 7, len(value), value)
    out = struct.pack("!II", 16 + len(head) + len(payload), len(head))
    out += struct.pack("!I", zlib.crc32(out)) + head + payload
    return out + struct.pack("!I", zlib.crc32(out))


def event(kind, members):
    return frame(dumps(members).encode(), event_type=kind,
                 content_type="application/json", message_type="event")


def converse_done(reason):
    return [event("contentBlockStop", {"contentBlockIndex": 0, "p": "ab"}),
            event("messageStop", {"p": "abc",
                                  "stopReason": reason or "end_turn"}),
            event("metadata", {"metrics": {"latencyMs": 321}, "p": "abcd",
                               "usage": {"inputTokens": 9, "outputTokens": 3,
                                         "totalTokens": 12}})]


def frames(verb, arg):
    """The bytes of a step whose body is frames."""
    kind, _, data = arg.partition(" ")
    if verb == "converse":
        return [event("contentBlockDelta", {
            "contentBlockIndex": 0, "p": "abcdefgh",
            "delta": {"text": unescape(arg).decode()}})]
    if verb == "converse-done":
        return converse_done(arg)
    if verb == "aws-error":
        return [frame(b"", error_code=kind, error_message=data,
                      message_type="error")]
    word = "exception" if verb == "aws-exception" else "event"
    return [frame(data.encode(), **{word + "_type": kind,
                                    "content_type": "application/json",
                                    "message_type": word})]


def fill(arg):
    count, _, text = arg.partition(" ")
    left, unit = int(count), unescape(text) or b"x"
    block = unit * max(1, 65536 // len(unit))
    while left > 0:
        yield block[:left]
        left -= len(block)


def pieces(verb, arg, folder, request_body):
    """The bytes of one body step, piece by piece."""
    if verb in FRAMES:
        yield from frames(verb, arg)
    elif verb == "fill":
        yield from fill(arg)
    elif verb == "text":
        yield unescape(arg)
    elif verb == "line":
        yield (arg + "\n").encode()
    elif verb == "json":
        yield arg.encode()
    elif verb == "hex":
        yield bytes.fromhex(arg)
    elif verb == "sse":
        yield sse(arg)
    elif verb == "event":
        name, _, data = arg.partition(" ")
        yield sse(data, name)
    elif verb == "echo":
        yield request_body
    elif verb == "file":
        with open(folder + "/" + arg, "rb") as f:
            yield f.read()
    elif verb == "chat":
        yield sse(chat_chunk({"content": unescape(arg).decode()}))
    elif verb == "chat-done":
        yield sse(chat_chunk({}, arg or "stop"))
        yield sse(CHAT_USAGE)
        yield sse("[DONE]")
    elif verb == "claude-start":
        for name, members in CLAUDE_START:
            yield named(name, members)
    elif verb == "claude":
        yield named("content_block_delta", {"index": 0, "delta": {
            "type": "text_delta", "text": unescape(arg).decode()}})
    else:
        yield from claude_done(arg)
