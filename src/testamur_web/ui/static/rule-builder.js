// <rule-builder form="id">: its buttons save and show the boxes anew without leaving the page.
//
// The form is sent as it would be, and the same parts of the page that answers take the place of
// those that are here. Where that does not work, the form is sent in the ordinary way.

class RuleBuilder extends HTMLElement {
  #form = null;
  #isPlain = false;

  connectedCallback() {
    this.#form = document.getElementById(this.getAttribute("form"));
    this.#form?.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("change", (event) => {
      const go = event.target.dataset.refresh;
      if (go) this.#send(go, null);
    });
    this.addEventListener("chosen", (event) => {
      const box = event.target.closest("[data-place]");
      this.#send(box ? `rule:keep:${box.dataset.place}` : "rule:pair:", null);
    });
  }

  #submit(event) {
    const button = event.submitter;
    if (this.#isPlain || !button || !this.contains(button)) return;
    event.preventDefault();
    this.#send(button.value, button);
  }

  async #send(go, button) {
    if (this.inert) return;
    const typed = new FormData(this.#form);
    typed.set("go", go);
    this.inert = true; // what were typed now would be lost
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body: typed });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const boxes = page.querySelector("rule-builder");
      if (!answer.ok || !boxes) return this.#plainly(button);
      this.#show(boxes, page, new URL(answer.url).searchParams.get("at"));
    } catch {
      this.#plainly(button);
    } finally {
      this.inert = false;
    }
  }

  #show(boxes, page, at) {
    this.replaceChildren(...boxes.childNodes);
    const seen = (within) => within.querySelector("#step [name=seen]");
    seen(this.#form.ownerDocument).value = seen(page).value;
    const told = page.querySelectorAll("live-hints");
    document.querySelectorAll("live-hints").forEach((hints, at) => {
      if (told[at]) hints.replaceChildren(...told[at].childNodes);
    });
    const box = document.getElementById(at);
    const first = box?.querySelector("select, input:not([type=hidden])");
    this.inert = false;
    (first ?? box)?.focus();
  }

  #plainly(button) {
    this.#isPlain = true;
    this.#form.requestSubmit(button ?? this.#form.querySelector("[name=go][value=stay]"));
  }
}

customElements.define("rule-builder", RuleBuilder);
