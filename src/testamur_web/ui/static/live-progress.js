/* <live-progress src="…"> asks every two seconds how far it is, and shows that in its place.

   When the state changes, the whole page is read again: what can be done has changed as well.
   Without this, the page is read again every five seconds. */

const PAUSE = 2000;

class LiveProgress extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.ask(), PAUSE);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  get state() {
    return this.querySelector("[data-state]")?.dataset.state;
  }

  async ask() {
    if (this.contains(document.activeElement)) return;
    const answer = await fetch(this.getAttribute("src"), { credentials: "same-origin" });
    if (!answer.ok) return;
    const before = this.state;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.replaceChildren(...made.body.children);
    if (this.state !== before) location.reload();
  }
}

customElements.define("live-progress", LiveProgress);
