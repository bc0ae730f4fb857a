// Enhancements of every page; each page works without them.

/** A wide table that scrolls can be reached and scrolled with the keyboard. */
function reachScrollingTables() {
  for (const box of document.querySelectorAll(".table-wrap, pre")) {
    if (box.scrollWidth <= box.clientWidth || box.tabIndex === 0) continue;
    box.tabIndex = 0;
    if (box.matches(".table-wrap")) {
      const caption = box.querySelector("caption")?.textContent.trim();
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", caption || document.title);
    }
  }
}

/** The page that is open is seen in a row of tabs that is wider than the screen. */
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
}

/** What is wrong with a form is the first thing that is read after sending it: also by whoever
    skipped to the content before, where the address would have the content focused at last. */
addEventListener("load", () => document.querySelector(".form-summary")?.focus());

/** A menu closes with Escape, and when something else is chosen. */
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** A form is sent once, however often its button is pressed. */
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
});

reachScrollingTables();
addEventListener("resize", reachScrollingTables);
