"""Ways in which a document tries to reach out. `{to}` is an address of the canary for that vector, `{ws}` and `{host}`
the same for other protocols. Each one works in a browser without defences; test_sandbox_network.py proves that too."""

from __future__ import annotations

TAGS = {
    "img": "<img src='{to}a.png'>",
    "img-srcset": "<img srcset='{to}a.png 1x, {to}b.png 2x'>",
    "picture": "<picture><source srcset='{to}a.png'><img></picture>",
    "video": "<video src='{to}a.mp4' autoplay muted></video>",
    "video-poster": "<video poster='{to}a.png'></video>",
    "audio": "<audio src='{to}a.mp3' autoplay preload=auto></audio>",
    "iframe": "<iframe src='{to}a.html'></iframe>",
    "iframe-srcdoc": "<iframe srcdoc='<img src={to}a.png>'></iframe>",
    "iframe-data": "<iframe src='data:text/html,<img src={to}a.png>'></iframe>",
    "frameset": "<frameset cols='*'><frame src='{to}a.html'></frameset>",
    "object": "<object data='{to}a.html'></object>",
    "embed": "<embed src='{to}a.html'>",
    "stylesheet": "<link rel=stylesheet href='{to}a.css'>",
    "preload": "<link rel=preload as=image href='{to}a.png'>",
    "prefetch": "<link rel=prefetch href='{to}a.html'>",
    "modulepreload": "<link rel=modulepreload href='{to}a.js'>",
    "input-image": "<input type=image src='{to}a.png'>",
    "body-background": "<body background='{to}a.png'>text",
    "td-background": "<table><tr><td background='{to}a.png'>text</table>",
    "base": "<base href='{to}'><img src='a.png'>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url={to}a.html'>text",
    "script": "<script src='{to}a.js'></script>",
    "script-module": "<script type=module src='{to}a.js'></script>",
    "speculation-rules": (
        '<script type=speculationrules>{{"prefetch":[{{"source":"list","eagerness":"immediate",'
        '"urls":["{to}a.html"]}}]}}</script>'
    ),
    "upper-case-scheme": "<img src='HTTP://{host}/upper-case-scheme/a.png'>",
    "backslashes": "<img src='http:\\\\{host}\\backslashes\\a.png'>",
}

STYLES = {
    "css-import": "<style>@import url({to}a.css);</style>",
    "css-background": "<style>body{{background:url({to}a.png)}}</style>text",
    "css-font": "<style>@font-face{{font-family:x;src:url({to}a.ttf)}}p{{font-family:x}}</style><p>text",
    "css-content": "<style>p::before{{content:url({to}a.png)}}</style><p>text",
    "css-mask": "<style>p{{mask-image:url({to}a.png)}}</style><p>text",
    "css-list": "<style>li{{list-style-image:url({to}a.png)}}</style><ul><li>text</ul>",
    "css-image-set": "<style>p{{background-image:image-set(url({to}a.png) 1x)}}</style><p>text",
    "css-border": "<style>p{{border:9px solid;border-image:url({to}a.png) 9}}</style><p>text",
    "css-shape": "<style>p{{float:left;shape-outside:url({to}a.png)}}</style><p>text",
    "svg-image": "<svg width=9 height=9><image href='{to}a.png' width=9 height=9></svg>",
    "svg-feimage": (
        "<svg width=9 height=9><filter id=f><feImage href='{to}a.png'/></filter>"
        "<rect width=9 height=9 filter='url(#f)'/></svg>"
    ),
    "svg-import": "<svg><style>@import url({to}a.css);</style></svg>",
}

SCRIPTS = {
    "fetch": "fetch('{to}a.json')",
    "xhr": "const x=new XMLHttpRequest();x.open('GET','{to}a.json');x.send()",
    "new-image": "new Image().src='{to}a.png'",
    "beacon": "navigator.sendBeacon('{to}a')",
    "event-source": "new EventSource('{to}a')",
    "import": "import('{to}a.js')",
    "location": "location='{to}a.html'",
    "form": "const f=document.createElement('form');f.action='{to}a';document.documentElement.append(f);f.submit()",
    "websocket": "new WebSocket('{ws}a')",
    "websocket-worker": "new Worker(URL.createObjectURL(new Blob([`new WebSocket('{ws}a')`])))",
    "fetch-worker": "new Worker(URL.createObjectURL(new Blob([`fetch('{to}a.json')`])))",
    "font-face": "new FontFace('x','url({to}a.ttf)').load()",
}

# These speak no HTTP: the canary sees a datagram, or a connection that opens with something else.
WEBRTC = {
    "stun": "stun:{host}",
    "turn-tcp": "turn:{host}?transport=tcp",
}

# The address of the canary in other spellings, each of which has opened a door somewhere before.
SPELLINGS = {
    "decimal": "<img src='http://2130706433:{port}/decimal/a.png'>",
    "mapped-ipv6": "<iframe src='http://[::ffff:127.0.0.1]:{port}/mapped-ipv6/a.html'></iframe>",
    "nat64": "<iframe src='http://[64:ff9b::7f00:1]:{port}/nat64/a.html'></iframe>",
    "6to4": "<iframe src='http://[2002:7f00:1::]:{port}/6to4/a.html'></iframe>",
    "octal": "<iframe src='http://0177.0.0.1:{port}/octal/a.html'></iframe>",
    "localhost-dot": "<iframe src='http://localhost.:{port}/localhost-dot/a.html'></iframe>",
    "userinfo": "<iframe src='http://render.invalid@127.0.0.1:{port}/userinfo/a.html'></iframe>",
    "render-host": "<iframe src='http://render.invalid:{port}/render-host/a.html'></iframe>",
    "metadata": "<iframe src='http://169.254.169.254/latest/meta-data/'></iframe>",
    "late-navigation": "<meta http-equiv=refresh content='1;url=http://127.0.0.1:{port}/late-navigation/a.html'>text",
}

FILES = {
    "iframe": "<iframe src='file://{path}' width=600></iframe>",
    "object": "<object data='file://{path}' width=600></object>",
    "embed": "<embed src='file://{path}' width=600>",
    "upper-case": "<iframe src='FILE://{path}' width=600></iframe>",
    "share": "<iframe src='\\\\localhost{path}' width=600></iframe>",
    "view-source": "<iframe src='view-source:file://{path}' width=600></iframe>",
    "xhr": (
        "<p id=p>text<script>const x=new XMLHttpRequest();x.onload=()=>p.textContent=x.responseText;"
        "x.open('GET','file://{path}',false);x.send()</script>"
    ),
}

NAVIGATIONS = {
    "away": "<meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/away'>",
    "blank": "<meta http-equiv=refresh content='0;url=about:blank'>",
    "reload": "<meta http-equiv=refresh content='0'>",
    "home": "<meta http-equiv=refresh content='0;url=http://render.invalid/'>",
    "data": "<meta http-equiv=refresh content='0;url=data:text/html,gone'>",
    "script": "<script>location='about:blank'</script>",
    "frame": "<iframe srcdoc=\"<meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/frame'>\"></iframe>",
    "top": "<iframe srcdoc=\"<script>top.location='about:blank'</script><base target=_top>\"></iframe>",
    "form": "<form action='http://127.0.0.1:{port}/form'></form><script>document.forms[0].submit()</script>",
    "slow": "<meta http-equiv=refresh content='0.05;url=about:blank'>",
}


def documents(host: str) -> dict[str, str]:
    """Every network vector as a whole document that aims at `host` (name or address, with port)."""
    bodies = {**TAGS, **STYLES, **{name: f"<script>{code}</script>" for name, code in SCRIPTS.items()}}
    filled = {
        name: body.format(to=f"http://{host}/{name}/", ws=f"ws://{host}/{name}/", host=host)
        for name, body in bodies.items()
    }
    return {name: f"<!doctype html><title>{name}</title>{body}" for name, body in {**filled, **_webrtc(host)}.items()}


def crowd(host: str) -> str:
    """All that works without scripts and does not end the document, in one document."""
    loners = {"frameset", "base", "meta-refresh"}
    bodies = (body for name, body in {**TAGS, **STYLES}.items() if name not in loners)
    return "<!doctype html><title>crowd</title>" + "".join(
        body.format(to=f"http://{host}/crowd/", ws=f"ws://{host}/crowd/", host=host) for body in bodies
    )


def spellings(port: int) -> dict[str, str]:
    """The canary on loopback under its other names."""
    return {name: f"<!doctype html><title>{name}</title>{body.format(port=port)}" for name, body in SPELLINGS.items()}


def _webrtc(host: str) -> dict[str, str]:
    return {
        name: (
            "<script>const c=new RTCPeerConnection({iceServers:[{"
            f"urls:'{url.format(host=host)}',username:'u',credential:'p'"
            "}]});c.createDataChannel('x');c.createOffer().then(o=>c.setLocalDescription(o))</script>"
        )
        for name, url in WEBRTC.items()
    }
