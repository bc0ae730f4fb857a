// <badge-designer form="id" src="address">: draws the badge anew while its design is chosen.

const PAUSE = 300;
const PARTS = ["shape", "colour", "icon", "text"];

class BadgeDesigner extends HTMLElement {
  #waiting = 0;

  connectedCallback() {
    const form = document.getElementById(this.getAttribute("form"));
    form?.addEventListener("input", (event) => {
      if (!event.target.name?.startsWith("image__")) return;
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#draw(form), PAUSE);
    });
  }

  #chosen(typed, part) {
    const chosen = typed.get(`image__design__${part}`) ?? "";
    return part === "colour" && chosen === "own" ? typed.get("image__design__colour_own") : chosen;
  }

  #draw(form) {
    const typed = new FormData(form);
    const asked = new URLSearchParams();
    if (typed.get("image__kind") === "uploaded") asked.set("saved", Date.now());
    else for (const part of PARTS) asked.set(part, this.#chosen(typed, part));
    this.querySelector("img").src = `${this.getAttribute("src")}?${asked}`;
  }
}

customElements.define("badge-designer", BadgeDesigner);
