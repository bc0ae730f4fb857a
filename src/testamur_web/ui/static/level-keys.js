/* <level-keys> around radio groups: in a group that has the focus, 1 to 9 choose its levels. */

class LevelKeys extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") return;
      const group = this.querySelectorAll(`input[name="${event.target.name}"]`);
      const chosen = /^[1-9]$/.test(event.key) && group[Number(event.key) - 1];
      if (!chosen) return;
      event.preventDefault();
      chosen.click();
      chosen.focus();
    });
  }
}

customElements.define("level-keys", LevelKeys);
