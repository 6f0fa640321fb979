/* Shows what was typed as a password, and prints. Without it both work by hand. */
(() => {
  for (const button of document.querySelectorAll("[data-show-password]")) {
    const input = document.getElementById(button.dataset.showPassword);
    const texts = [button.textContent, button.dataset.hide];
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.textContent = texts[Number(shown)];
      button.setAttribute("aria-pressed", String(shown));
    });
    // What is sent should be remembered by the browser as a password, not as a word.
    input.form.addEventListener("submit", () => {
      input.type = "password";
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
