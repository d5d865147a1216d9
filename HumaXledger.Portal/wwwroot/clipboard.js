// Copies a text; false when the browser does not allow it (no permission, not a secure address).
window.hxCopy = async text => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
