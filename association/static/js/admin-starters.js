// Starts what Wagtail starts by inline scripts, which our content policy does not let run.
// Each is asked for by <template data-start="…" data-options="…">, on the page or put in later.
(() => {
  "use strict";

  const called = ["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"];
  const constructed = ["Chooser", "DocumentChooser", "ImageChooser", "PageChooser", "SnippetChooser"];

  const starters = { InlinePanel: (id, options) => new window.InlinePanel(options) };
  called.forEach((name) => {
    starters[name] = (id, options) => window[name](id, options);
  });
  constructed.forEach((name) => {
    starters[name] = (id, options) => new window[name](id, options);
  });

  const start = (template) => {
    const { start: name, options, for: id } = template.dataset;
    template.remove();
    // Quotes were written as \u0022: Wagtail counts on it when it numbers the forms of a panel.
    if (Object.hasOwn(starters, name)) starters[name](id, JSON.parse(JSON.parse(`"${options}"`)));
  };

  const startAll = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("template[data-start]")) start(node);
    else node.querySelectorAll("template[data-start]").forEach(start);
  };

  document.addEventListener("DOMContentLoaded", () => {
    startAll(document.body);
    new MutationObserver((changes) => {
      changes.forEach((change) => change.addedNodes.forEach(startAll));
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
