/** What both pages need: the SDK from the install, a session, and its renewal. */
const asked = new URLSearchParams(location.search);

export const config = await (await fetch("/api/config")).json();
export const { Craftkit } = await import(`${config.embedUrl}/sdk/v1/craftkit.mjs`);

export async function mint(mode) {
    const wish = { mode, templateId: asked.get("template"), locale: asked.get("locale") ?? "en" };
    const answer = await fetch("/api/craftkit/session", { method: "POST", body: JSON.stringify(wish) });
    const content = await answer.json();
    if (!answer.ok) throw new Error(content.error.message);
    return content.session_token;
}

export async function refresh() {
    const r = await fetch("/api/craftkit/refresh", { method: "POST" });
    return (await r.json()).session_token;
}

export function showToast(text) {
    document.querySelector("#toast").textContent = text;
}
