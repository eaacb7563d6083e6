/** Collects exceptions and unhandled rejections of the page instead of failing the test; `stop()` gives what there was. */
export function collectPageErrors(): { readonly errors: readonly string[]; stop(): readonly string[] } {
  const errors: string[] = [];
  // Mocha listens, too, and would fail whichever test runs.
  const onError = (event: ErrorEvent) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    errors.push(event.message);
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    errors.push(String(event.reason));
  };
  const mochas = globalThis.onerror;
  globalThis.onerror = null;
  addEventListener('error', onError, { capture: true });
  addEventListener('unhandledrejection', onRejection, { capture: true });
  return {
    errors,
    stop() {
      globalThis.onerror = mochas;
      removeEventListener('error', onError, { capture: true });
      removeEventListener('unhandledrejection', onRejection, { capture: true });
      return errors;
    },
  };
}
