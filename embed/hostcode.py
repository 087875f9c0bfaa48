"""What a host has to write, ready to paste: the two calls of its server, and the page that mounts the editor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

PYTHON = """\
import json
import os
import urllib.request

CRAFTKIT = "{base}"
KEY = os.environ["CRAFTKIT_API_KEY"]  # {key}


def call(path, body):
    headers = {{"Authorization": f"Bearer {{KEY}}", "Content-Type": "application/json"}}
    request = urllib.request.Request(CRAFTKIT + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


# POST /api/craftkit/session of your server
session = call("/v1/embed/sessions", {{
    "tenant": {{"externalId": "org_42", "displayName": "Northwind Example"}},
    "actor": {{"externalId": "user_99"}},
    "scope": {{"mode": "create"}},
    "permissionsPreset": "editor",
}})
# Give session["session_token"] to the page, keep session["renew_token"] with the person's login.

# POST /api/craftkit/refresh of your server
session = call("/v1/embed/sessions/refresh", {{"renewToken": session["renew_token"]}})
"""
NODE = """\
const CRAFTKIT = "{base}";
const KEY = process.env.CRAFTKIT_API_KEY; // {key}

async function call(path, body) {{
    const answer = await fetch(CRAFTKIT + path, {{
        method: "POST",
        headers: {{ Authorization: `Bearer ${{KEY}}`, "Content-Type": "application/json" }},
        body: JSON.stringify(body),
    }});
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
}}

// POST /api/craftkit/session of your server
let session = await call("/v1/embed/sessions", {{
    tenant: {{ externalId: "org_42", displayName: "Northwind Example" }},
    actor: {{ externalId: "user_99" }},
    scope: {{ mode: "create" }},
    permissionsPreset: "editor",
}});
// Give session.session_token to the page, keep session.renew_token with the person's login.

// POST /api/craftkit/refresh of your server
session = await call("/v1/embed/sessions/refresh", {{ renewToken: session.renew_token }});
"""
CURL = """\
curl -X POST {base}/v1/embed/sessions \\
  -H "Authorization: Bearer $CRAFTKIT_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{{
    "tenant": {{ "externalId": "org_42", "displayName": "Northwind Example" }},
    "actor": {{ "externalId": "user_99" }},
    "scope": {{ "mode": "create" }},
    "permissionsPreset": "editor"
  }}'  # {key}
"""
PAGE = """\
<div id="builder" style="height: 80vh"></div>
<script type="module">
    import {{ Craftkit }} from "{base}/sdk/v1/craftkit.mjs";

    const ask = async (path) => (await (await fetch(path, {{ method: "POST" }})).json()).session_token;
    const craftkit = Craftkit.init({{ publishableKey: "{key}" }});
    const builder = craftkit.mountBuilder({{
        container: "#builder",
        sessionToken: await ask("/api/craftkit/session"),
        refresh: () => ask("/api/craftkit/refresh"),
    }});
    builder.on("template.published", ({{ templateId, version }}) => console.log(templateId, version));
    builder.on("error", ({{ code, message }}) => console.warn(code, message));
</script>
"""
MOUNT = """\
<div id="{name}" style="height: 80vh"></div>
<script type="module">
    import {{ Craftkit }} from "{base}/sdk/v1/craftkit.mjs";

    const ask = async (path) => (await (await fetch(path, {{ method: "POST" }})).json()).session_token;
    const {name} = Craftkit.init({{ publishableKey: "{key}" }}).{mount}({{
        container: "#{name}",
        sessionToken: await ask("/api/craftkit/session"),
        refresh: () => ask("/api/craftkit/refresh"),
    }});
{lines}
</script>
"""
SHARED_EVENTS = ("ready", "session.expired", "close.requested", "error")
BUILDER_EVENTS = ("template.saved", "template.published", "variable.inserted", "variable.removed", *SHARED_EVENTS)
FORM_EVENTS = ("form.changed", "form.submitted", "document.ready", *SHARED_EVENTS)
SERVERS = (("python", "Python", "python", PYTHON), ("node", "Node.js", "js", NODE), ("curl", "curl", "bash", CURL))


@dataclass(frozen=True)
class HostCode:
    """One sample."""

    name: str
    title: str
    language: str
    code: str


def on_the_server(*, base: str, key: str) -> list[HostCode]:
    """How a session is opened and renewed, in three languages; `key` is how the reader's secret key is listed."""
    shown = f"your key {key}" if key else "ck_live_YOUR_KEY"
    return [
        HostCode(name, title, language, text.format(base=base, key=shown)) for name, title, language, text in SERVERS
    ]


def in_the_page(*, base: str, key: str) -> HostCode:
    """How the editor is mounted, with the publishable key in it."""
    return HostCode("page", "Page", "js", PAGE.format(base=base, key=key or "ck_pk_live_YOUR_KEY"))


def minting(*, base: str, wish: dict[str, Any]) -> str:
    """The call of a host's server that asks for such a session."""
    people = {
        "tenant": {"externalId": "org_42", "displayName": "Northwind Example"},
        "actor": {"externalId": "user_99"},
    }
    body = json.dumps({**people, **wish}, indent=2, ensure_ascii=False).replace("'", "'\\''")
    return (
        f"curl -X POST {base}/v1/embed/sessions \\\n"
        '  -H "Authorization: Bearer $CRAFTKIT_API_KEY" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d '{body}'\n"
    )


def mounting(*, base: str, key: str, wish: dict[str, Any], data: dict[str, Any]) -> str:
    """The host's page that shows it, and hears of what happens in it."""
    is_form = wish["scope"]["mode"] == "fill"
    name, mount = ("form", "mountForm") if is_form else ("builder", "mountBuilder")
    heard = FORM_EVENTS if is_form else BUILDER_EVENTS
    lines = [f'    {name}.on("{event}", (payload) => console.log("{event}", payload));' for event in heard]
    if data and not is_form:
        # In a page's script no text may end the script.
        values = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
        lines.append(f"    {name}.setPreviewData({values});")
    return MOUNT.format(base=base, key=key or "ck_pk_live_YOUR_KEY", name=name, mount=mount, lines="\n".join(lines))
