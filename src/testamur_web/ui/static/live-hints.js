// <live-hints form="id" src="address">: what is told about a form, asked anew while one types.

const PAUSE = 600;

class LiveHints extends HTMLElement {
  #waiting = 0;
  #asked = null;

  connectedCallback() {
    this.setAttribute("aria-live", "polite");
    const form = document.getElementById(this.getAttribute("form"));
    form?.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#ask(form), PAUSE);
    });
  }

  async #ask(form) {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    try {
      const answer = await fetch(this.getAttribute("src"), {
        method: "POST",
        body: typed,
        signal: this.#asked.signal,
      });
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      // Without an answer the hints stay as they were; saving tells them anew.
    }
  }
}

customElements.define("live-hints", LiveHints);
