"use strict";
// Comfort only: everything can be read without it. Sorting, filtering, unfolding what a link leads to.
(() => {
  const zh = () => document.getElementById("lang-zh").checked;
  const said = (cell) => [...cell.childNodes].map((node) => node.textContent).join(" ").trim();
  const value = (cell) => (cell.dataset.v === undefined ? null : Number(cell.dataset.v));

  const sortBy = (table, place, down) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, number) => ({ row, number, cell: row.cells[place] }));
    rows.sort((a, b) => {
      const x = value(a.cell), y = value(b.cell);
      const order = x !== null && y !== null ? x - y : x !== null ? 1 : y !== null ? -1
        : said(a.cell).localeCompare(said(b.cell), "zh");
      return (down ? -order : order) || a.number - b.number;
    });
    body.append(...rows.map((each) => each.row));
  };

  for (const table of document.querySelectorAll(".tab table")) {
    [...table.tHead.rows[table.tHead.rows.length - 1].cells].forEach((cell, place) => {
      // A span and not a button: browsers leave buttons out of the headers they repeat on printed pages.
      const button = document.createElement("span");
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); button.click(); }
      });
      button.addEventListener("click", () => {
        const down = cell.getAttribute("aria-sort") !== "descending";
        for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        sortBy(table, place, down);
      });
    });
    const rows = table.tBodies[0].rows;
    if (rows.length < 8) continue;
    const box = document.createElement("input");
    box.type = "search";
    box.className = "filter";
    const name = () => { box.placeholder = zh() ? "筛选" : "filter"; box.ariaLabel = box.placeholder; };
    name();
    document.querySelectorAll("input[name=lang]").forEach((each) => each.addEventListener("change", name));
    box.addEventListener("input", () => {
      table.closest(".scroll").classList.toggle("filtered", box.value.trim() !== "");
      const wanted = box.value.trim().toLowerCase().replace(/[\s,]/g, "");
      for (const row of rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().replace(/[\s,]/g, "").includes(wanted);
      }
    });
    table.closest(".scroll").before(box);
  }

  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    target.hidden = false;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  document.querySelectorAll("input[name=lang]").forEach((each) => each.addEventListener("change", () => {
    document.documentElement.lang = zh() ? "zh" : "en";
  }));
})();
