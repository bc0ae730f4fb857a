/** <copy-text data-copy="Copy" data-copied="Copied"><input readonly></copy-text>
    A button that copies what the field beside it holds. Without it, the field is selected by hand. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input, textarea");
    if (!field || !navigator.clipboard || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = this.dataset.copy;
    const name = field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim();
    if (name) button.setAttribute("aria-label", `${this.dataset.copy}: ${name}`);
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.textContent = told.textContent = this.dataset.copied;
      setTimeout(() => {
        button.textContent = this.dataset.copy;
        told.textContent = "";
      }, 2000);
    });
    field.addEventListener("focus", () => field.select());
    this.append(button, told);
  }
}

customElements.define("copy-text", CopyText);
