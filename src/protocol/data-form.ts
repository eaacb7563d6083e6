/** Data Forms: XEP-0004 v2.13.1, https://xmpp.org/extensions/xep-0004.html */
import { xml, type Element } from './xml.js';

const NS = 'jabber:x:data';

/** The fields of a form: values by name. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** Undefined when the element holds no form. Fields without a name are left out. */
export function parseForm(parent: Element): FormFields | undefined {
  const form = parent.getChild('x', NS);
  if (!form) return undefined;
  const fields = form.getChildren('field').map((field) => {
    const values = field.getChildren('value').map((value) => value.text());
    return [field.attrs.var ?? '', values] as const;
  });
  return new Map(fields.filter(([name]) => name !== ''));
}

/** A filled-in form. Without a type it is empty, which accepts what the other side proposes. */
export function buildSubmit(formType?: string, values: ReadonlyMap<string, string> = new Map()): Element {
  const fields = formType === undefined ? [] : [['FORM_TYPE', formType] as const, ...values];
  return xml(
    'x',
    { xmlns: NS, type: 'submit' },
    ...fields.map(([name, value]) => xml('field', { var: name }, xml('value', {}, value))),
  );
}
