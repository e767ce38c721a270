// The reader's own variety of the page's language, for the words of times.
function locale() {
  const wanted = settings.language || document.documentElement.lang || "en";
  const own = (navigator.languages || []).find((name) => name.split("-")[0] === wanted.split("-")[0] && isLocale(name));
  return `${own || wanted}-u-ca-${settings.calendar || "gregory"}`; // the calendar in which the server printed
}

// Some readers' own names cannot be extended, such as `en-US@posix` and `fa-u-nu-latn`.
function isLocale(name) {
  try {
    return Intl.getCanonicalLocales(`${name}-u-ca-gregory`).length > 0;
  } catch {
    return false;
  }
}
