// <skill-search src="address">: a field for a skill, with a list that follows what is typed.
//
// The field inside is an ARIA combobox. Choosing an option writes the label into it, and the URI into
// the field of its row whose name ends in what the attribute `into` says ("skill_uri"), and the name
// of the list into the one whose name ends in "framework". kind="occupation" looks for occupations.

const PAUSE = 120;

class SkillSearch extends HTMLElement {
  #waiting = 0;
  #asked = null;
  #field = null;
  #list = null;

  connectedCallback() {
    this.#field = this.querySelector("input:not([type=hidden])");
    if (!this.#field) return;
    this.#list = document.createElement("ul");
    this.#list.className = "skill-options";
    this.#list.id = `${this.#field.id}-options`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.getAttribute("label"));
    this.#list.hidden = true;
    this.append(this.#list);
    this.#field.removeAttribute("list");
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.#list.id],
    ])
      this.#field.setAttribute(name, value);
    this.#field.addEventListener("input", () => this.#wait());
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    this.#field.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#choose(event.target.closest("[role=option]"));
    });
  }

  #wait() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    this.#asked?.abort();
    const words = this.#field.value.trim();
    if (words.length < 2) return this.#close();
    this.#asked = new AbortController();
    try {
      const address = new URL(this.getAttribute("src"), location.href);
      address.searchParams.set("q", words);
      const kind = this.getAttribute("kind");
      if (kind) address.searchParams.set("kind", kind);
      const answer = await fetch(address, { signal: this.#asked.signal });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      // Without an answer the field is what it is without script: a line of text.
    }
  }

  #show(options) {
    this.#list.innerHTML = options;
    for (const option of this.#options) option.id = `${this.#list.id}-${option.id}`;
    const isOpen = this.#options.length > 0 && document.activeElement === this.#field;
    this.#list.hidden = !isOpen;
    this.#field.setAttribute("aria-expanded", String(isOpen));
    this.#field.removeAttribute("aria-activedescendant");
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #at() {
    return this.#options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  }

  #press(event) {
    if (this.#list.hidden) return;
    const many = this.#options.length;
    if (event.key === "ArrowDown") this.#move((this.#at + 1) % many);
    else if (event.key === "ArrowUp") this.#move(this.#at <= 0 ? many - 1 : this.#at - 1);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && this.#at >= 0) this.#choose(this.#options[this.#at]);
    else return;
    event.preventDefault();
  }

  #move(to) {
    this.#options.forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === to));
      if (place !== to) return;
      option.scrollIntoView({ block: "nearest" });
      this.#field.setAttribute("aria-activedescendant", option.id);
    });
  }

  #choose(option) {
    if (!option) return;
    this.#field.value = option.dataset.label;
    const row = this.closest("fieldset") ?? this;
    const put = (ending, value) => {
      const field = row.querySelector(`input[name$="${ending}"]`);
      if (field) field.value = value;
    };
    put(this.getAttribute("into") ?? "skill_uri", option.dataset.uri);
    put("framework", option.dataset.framework);
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
    this.#close();
    this.dispatchEvent(new Event("chosen", { bubbles: true }));
  }

  #close() {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
    this.#list.hidden = true;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }
}

customElements.define("skill-search", SkillSearch);
