// One zoom for all pictures of a line: enlarge one and every other follows, so that what is compared
// is always seen at the same size. The zoom stays from line to line.

const SMALLEST = 1;
const LARGEST = 6;
const STEP = 1.25;
const NUDGE = 0.1;

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.min(most, Math.max(least, value));

export class Zoom {
  constructor() {
    this.scale = 1;
    // Where the middle of each frame is in its picture, in shares of it.
    this.x = 0.5;
    this.y = 0.5;
    /** @type {function(string): void} */
    this.changed = () => undefined;
  }

  /** Let a frame with a picture in it follow. @param {HTMLElement} frame */
  follow(frame) {
    frame.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.dragged(frame, event));
    frame.addEventListener("keydown", (event) => this.pressed(event));
    this.show(frame);
  }

  /** Show every picture there as the zoom is now. @param {ParentNode} place */
  apply(place) {
    for (const frame of place.querySelectorAll(".review-frame")) this.show(frame);
  }

  in() {
    this.set(this.scale * STEP, this.x, this.y);
  }

  out() {
    this.set(this.scale / STEP, this.x, this.y);
  }

  whole() {
    this.set(1, 0.5, 0.5);
  }

  /** @param {number} across  -1, 0 or 1 @param {number} down */
  pan(across, down) {
    const by = NUDGE / this.scale;
    this.set(this.scale, this.x + across * by, this.y + down * by);
  }

  set(scale, x, y) {
    this.scale = within(scale, SMALLEST, LARGEST);
    const edge = 0.5 / this.scale;
    this.x = within(x, edge, 1 - edge);
    this.y = within(y, edge, 1 - edge);
    this.apply(document);
    this.changed(`${Math.round(this.scale * 100)}`);
  }

  /** @param {HTMLElement} frame */
  show(frame) {
    frame.style.setProperty("--scale", String(this.scale));
    frame.style.setProperty("--x", this.moved(this.x));
    frame.style.setProperty("--y", this.moved(this.y));
    frame.classList.toggle("is-enlarged", this.scale > 1);
  }

  /** How far a picture is moved, in percent of its frame. @param {number} middle */
  moved(middle) {
    return `${Math.round((0.5 - middle) * this.scale * 10000) / 100}%`;
  }

  wheeled(event) {
    // The page scrolls as ever; with Ctrl, or once enlarged, the wheel is the picture's.
    if (!event.ctrlKey && this.scale === 1 && event.deltaY > 0) return;
    event.preventDefault();
    if (event.deltaY < 0) this.in();
    else this.out();
  }

  pressed(event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (!way || this.scale === 1) return;
    event.preventDefault();
    this.pan(way[0], way[1]);
  }

  dragged(frame, event) {
    if (event.button !== 0 || this.scale === 1) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    const from = { x: this.x, y: this.y, left: event.clientX, top: event.clientY };
    const wide = frame.clientWidth * this.scale;
    const high = frame.clientHeight * this.scale;
    const move = (moved) =>
      this.set(
        this.scale,
        from.x - (moved.clientX - from.left) / wide,
        from.y - (moved.clientY - from.top) / high,
      );
    frame.addEventListener("pointermove", move);
    const ended = () => frame.removeEventListener("pointermove", move);
    frame.addEventListener("lostpointercapture", ended, { once: true });
  }
}
