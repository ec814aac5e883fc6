// Runs before the page is drawn, so that a chosen theme does not flash.
(() => {
  const chosen = localStorage.getItem('cairn-theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const theme = localStorage.getItem('cairn-theme') || (system.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
  };
  apply();
  if (!chosen) system.addEventListener('change', apply);
})();
