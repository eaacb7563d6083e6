import { html, type TemplateResult } from 'lit';

const circle = 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0';
const eye = 'M3 12s3-6 9-6 9 6 9 6-3 6-9 6-9-6-9-6M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0';
const slash = 'M4 4l16 16';

/** Path data on a grid of 24. `alert`, `chat`, `lock` and `offline` also head the states of a pane. */
const paths = {
  alert: `${circle}M12 7.5v5M12 16v.1`,
  'arrow-down': 'M12 5v14M6 13l6 6 6-6',
  'arrow-up': 'M12 19V5M6 11l6-6 6 6',
  audio: 'M9 18V6l11-2v12M4 18a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M15 16a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7',
  chat: 'M4 20l1-3.5a9 7.7 0 1 1 3.5 2.3z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  'check-double': 'M2.5 12.5l4 4L15 7.5M12 15.5l1 1 8.5-9',
  clock: `${circle}M12 7v5l3 2`,
  close: 'M6 6l12 12M18 6L6 18',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  eye,
  'eye-off': eye + slash,
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9v.1',
  lock: 'M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3',
  more: 'M5 12v.1M12 12v.1M19 12v.1',
  'new-chat': 'M12 5H5v14h14v-7M10 14l.7-3L19 2.700l2.300 2.300L13 13.300z',
  offline: `${slash}M3 9a13 13 0 0 1 18 0M6 12a9 9 0 0 1 12 0M9 15a4.5 4.5 0 0 1 6 0M12 18.5v.1`,
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4.5V9H15',
  paperclip: 'M19 11.5l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.4 1.4 0 0 1-2-2l7-7',
  plus: 'M12 5v14M5 12h14',
  people:
    'M5.5 8.5a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M2.5 19.5c0-3 3-5 6.5-5s6.5 2 6.5 5M15.5 5a3.5 3.5 0 0 1 0 7M18 14.5c2 1 3.5 3 3.5 5',
  search: 'M5 11a6 6 0 1 0 12 0 6 6 0 1 0-12 0M15.5 15.5L20 20',
  video: 'M3 6h12v12H3zM15 10.5l6-3.5v10l-6-3.5',
};

export type IconName = keyof typeof paths;

/** A decorative icon in the colour of the text; what it means has to be said by a label. `size` in CSS px. */
export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg class="icon ${name}" aria-hidden="true" width=${size} height=${size} viewBox="0 0 24 24">
    <path d=${paths[name]} />
  </svg>`;
}
