import { config, Craftkit, mint, refresh, showToast } from "./session.js";

const asked = new URLSearchParams(location.search);
const mode = asked.get("mode") ?? (asked.get("template") ? "edit" : "create");

try {
    const ck = Craftkit.init({ publishableKey: config.publishableKey, debug: asked.has("debug") });
    const builder = ck.mountBuilder({ container: "#builder", sessionToken: await mint(mode), refresh });
    builder.on("ready", () => showToast("Ready"));
    builder.on("template.saved", ({ version }) => showToast(`Draft ${version} saved`));
    builder.on("template.published", ({ version }) => showToast(`Template published (v${version})`));
    builder.on("error", ({ code, message }) => showToast(`${code}: ${message}`));
    builder.on("close.requested", () => {
        builder.destroy();
        location.assign("/");
    });
    window.builder = builder; // for tries in the console
} catch (error) {
    showToast(error.message);
}
