// Runs before the first paint, so that a chosen theme and language never flash the other.
try {
  const theme = localStorage.getItem("dure.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const locale = localStorage.getItem("dure.locale");
  if (locale === "en") document.documentElement.lang = "en";
} catch {
  // Storage may be closed to us: the system's theme and Korean it is.
}
