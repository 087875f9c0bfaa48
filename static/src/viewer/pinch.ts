/** Two fingers, or the wheel with Ctrl (a trackpad's pinch), make the pages larger and smaller. */

interface Point {
    x: number;
    y: number;
}

/** Watches an element; `stretch` gets how many times as large, and around which point of the screen. */
export function pinch(place: HTMLElement, stretch: (factor: number, around: Point) => void): void {
    let apart = 0;
    place.addEventListener("touchstart", ({ touches }) => (apart = spanOf(touches)), { passive: true });
    place.addEventListener(
        "touchmove",
        (event) => {
            const now = spanOf(event.touches);
            if (!now || !apart) return;
            event.preventDefault();
            stretch(now / apart, middleOf(event.touches));
            apart = now;
        },
        { passive: false },
    );
    place.addEventListener("touchend", ({ touches }) => (apart = spanOf(touches)), { passive: true });
    place.addEventListener(
        "wheel",
        (event) => {
            if (!event.ctrlKey) return;
            event.preventDefault();
            stretch(Math.exp(-event.deltaY / 120), { x: event.clientX, y: event.clientY });
        },
        { passive: false },
    );
}

/** How far two fingers are apart; 0 for any other number of them. */
function spanOf([one, two, three]: TouchList): number {
    return one && two && !three ? Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) : 0;
}

function middleOf([one, two]: TouchList): Point {
    if (!one || !two) return { x: 0, y: 0 };
    return { x: (one.clientX + two.clientX) / 2, y: (one.clientY + two.clientY) / 2 };
}
