/** The document as browsers mean it: in the page's own an element of a reader's comment, such as `<img name="cookie">`, can stand for any property. */

const named = globalThis.document;

/** Reads and writes by the prototype, which no name of an element reaches. */
export const document = new Proxy(named, {
  get(_, name) {
    const value = Reflect.get(Document.prototype, name, named);
    return value?.bind?.(named) ?? value;
  },
  set: (_, name, value) => Reflect.set(Document.prototype, name, value, named),
});
