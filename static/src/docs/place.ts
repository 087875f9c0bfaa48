/** Marks in the list of headings the one that the reader has reached. */

const EDGE_PX = 120;
const links = [...document.querySelectorAll<HTMLAnchorElement>(".guide-toc a")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));

function mark(): void {
    const passed = headings.filter((heading) => heading && heading.getBoundingClientRect().top < EDGE_PX).length;
    links.forEach((link, at) => {
        if (at === Math.max(passed - 1, 0)) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    });
}

if (links.length) {
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
}
