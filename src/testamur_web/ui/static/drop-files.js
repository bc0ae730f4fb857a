/* <drop-files> around a form with a choice of files: dropping them there chooses and sends them. */

class DropFiles extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector('input[type="file"]');
    if (!input) return;
    const mark = (isOver) => this.classList.toggle("is-over", isOver);
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      mark(true);
    });
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget)) mark(false);
    });
    this.addEventListener("drop", (event) => {
      mark(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      input.form.requestSubmit();
    });
    this.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length === 0) return;
      event.preventDefault();
      input.files = event.clipboardData.files;
      input.form.requestSubmit();
    });
  }
}

customElements.define("drop-files", DropFiles);
