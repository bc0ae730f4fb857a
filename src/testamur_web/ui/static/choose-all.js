/* <choose-all> around a table with checkboxes: one more in its head that ticks them all. */

class ChooseAll extends HTMLElement {
  connectedCallback() {
    const boxes = [...this.querySelectorAll('tbody input[type="checkbox"]')];
    const head = this.querySelector("thead th");
    if (!head || boxes.length === 0) return;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", head.textContent.trim());
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
    this.addEventListener("change", () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    });
    head.append(all);
  }
}

customElements.define("choose-all", ChooseAll);
