import { html, svg, type TemplateResult } from 'lit';

/** Drawn on a grid of 24. `alert`, `chat`, `lock` and `offline` also head the states of a pane. */
const paths = {
  alert: svg`<circle cx="12" cy="12" r="9" /><path d="M12 7.5v5M12 16.2v.1" />`,
  'arrow-down': svg`<path d="M12 5v14M6 13l6 6 6-6" />`,
  'arrow-up': svg`<path d="M12 19V5M6 11l6-6 6 6" />`,
  back: svg`<path d="m14.5 5.5-6.5 6.5 6.5 6.5" />`,
  chat: svg`<path d="M12 4c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-1.3 0-2.6-.2-3.7-.7L4 20l.9-4C3.7 14.7 3 13.3 3 11.7 3 7.4 7 4 12 4Z" />`,
  check: svg`<path d="m5 12.5 4.5 4.500L19 7.5" />`,
  'check-double': svg`<path d="m2.5 12.5 4 4 8.5-9M12 15.500l1.2 1L21.5 7.5" />`,
  clock: svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l3.2 2" />`,
  close: svg`<path d="m6 6 12 12M18 6 6 18" />`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" /><circle cx="12" cy="12" r="3" />`,
  'eye-off': svg`<path d="M9.5 5.800A9.6 9.6 0 0 1 12 5.500c6 0 9.5 6.5 9.5 6.500a16 16 0 0 1-2.6 3.400M6.3 7.300A15.6 15.6 0 0 0 2.5 12S6 18.5 12 18.500c1.8 0 3.4-.6 4.7-1.400M9.9 9.900a3 3 0 0 0 4.2 4.200M4 4l16 16" />`,
  lock: svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2.5" /><path d="M8 10.500V8a4 4 0 0 1 8 0v2.5" />`,
  offline: svg`<path d="M4 4l16 16M8.8 15.200a4.6 4.6 0 0 1 6.2-.2M5.6 12a9 9 0 0 1 4-2.300M18.4 12a9 9 0 0 0-3.9-2.300M2.5 8.900a13.6 13.6 0 0 1 4.6-2.900M21.5 8.900A13.7 13.7 0 0 0 11 5.200M12 18.500v.1" />`,
  retry: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400L19.5 9M19.5 4.500V9H15" />`,
  people: svg`<circle cx="9" cy="8.5" r="3.5" /><path d="M2.5 19.5c.5-3.4 3.2-5.2 6.5-5.200s6 1.8 6.5 5.200M15.5 5.300a3.5 3.5 0 0 1 0 6.400M18 14.800c1.9.8 3.1 2.4 3.5 4.7" />`,
  search: svg`<circle cx="10.8" cy="10.8" r="6.3" /><path d="m15.5 15.5 4.5 4.5" />`,
} satisfies Record<string, TemplateResult>;

export type IconName = keyof typeof paths;

/** These point along the text. */
const directional: ReadonlySet<IconName> = new Set<IconName>(['back']);

/** Thinner lines look lost when small. */
function strokeWidth(size: number): number {
  if (size < 16) return 2.25;
  return size < 18 ? 2 : 1.75;
}

/** A decorative icon in the colour of the text; what it means has to be said by a label. `size` in CSS px. */
export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    class=${directional.has(name) ? 'icon directional' : 'icon'}
    aria-hidden="true"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width=${strokeWidth(size)}
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${paths[name]}
  </svg>`;
}
