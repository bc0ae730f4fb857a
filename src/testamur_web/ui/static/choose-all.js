/* <choose-all> around a table with checkboxes: the one in its head ticks them all.

   That one stands in the page from the first, unseen until it works, so that nothing moves. */

class ChooseAll extends HTMLElement {
  connectedCallback() {
    const boxes = [...this.querySelectorAll('tbody input[type="checkbox"]')];
    const all = this.querySelector('thead input[type="checkbox"]');
    if (!all || boxes.length === 0) return;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
    this.addEventListener("change", () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  }
}

customElements.define("choose-all", ChooseAll);
