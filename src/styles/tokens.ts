import { css } from 'lit';

/**
 * Design tokens. A page sets `--ethora-<name>` on the element, or on anything around it; whatever is nearest wins, since we never
 * set those names ourselves. Our own styles read `--_<name>`: the page's value where there is one, else the default. Every element
 * carries these defaults, so a page can also give one of them (say `ethora-composer`) an accent of its own.
 *
 * `light-dark()` picks by the `color-scheme` that <ethora-chat> has from its `theme` or from the page; it is kept as text in
 * the custom property and decided where it is used.
 *
 * @cssprop [--ethora-color-bg=#ffffff] - Ground of the thread.
 * @cssprop [--ethora-color-surface=#f6f7f9] - Ground of the room list, when it stands beside the thread.
 * @cssprop [--ethora-color-surface-raised=#ffffff] - Ground of what floats.
 * @cssprop [--ethora-color-text=#191c24] - Text.
 * @cssprop [--ethora-color-text-muted=#596171] - Times, previews, subtitles.
 * @cssprop [--ethora-color-accent=#2b56dc] - Primary buttons, focus, badges.
 * @cssprop [--ethora-color-on-accent=#ffffff] - Text on the accent.
 * @cssprop [--ethora-font-family] - By default the page's font; `system-ui` where the page has chosen none.
 */
export const tokens = css`
  :host {
    --_color-bg: var(--ethora-color-bg, light-dark(#ffffff, #16181d));
    --_color-surface: var(--ethora-color-surface, light-dark(#f6f7f9, #101215));
    --_color-surface-raised: var(--ethora-color-surface-raised, light-dark(#ffffff, #20232a));
    --_color-text: var(--ethora-color-text, light-dark(#191c24, #e7e9ee));
    --_color-text-muted: var(--ethora-color-text-muted, light-dark(#596171, #a1a8b5));
    --_color-accent: var(--ethora-color-accent, light-dark(#2b56dc, #85a6ff));
    --_color-on-accent: var(--ethora-color-on-accent, light-dark(#ffffff, #0b1430));
    --_color-focus: var(--ethora-color-focus, var(--_color-accent));
    --_color-unread-line: var(--ethora-color-unread-line, var(--_color-accent));
    --_color-badge-bg: var(--ethora-color-badge-bg, var(--_color-accent));
    --_color-badge-text: var(--ethora-color-badge-text, var(--_color-on-accent));
    --_color-link: var(--ethora-color-link, light-dark(#2450cc, #93b1ff));
    --_color-hover: var(--ethora-color-hover, light-dark(rgb(18 34 74 / 0.06), rgb(231 233 238 / 0.08)));
    --_color-selected: var(--ethora-color-selected, light-dark(#e3eafc, #212c4a));
    --_color-border: var(--ethora-color-border, light-dark(#e3e6eb, #292d35));
    --_color-border-control: var(--ethora-color-border-control, light-dark(#868d9b, #6b7382));
    --_bubble-in-bg: var(--ethora-bubble-in-bg, light-dark(#f0f2f5, #252931));
    --_bubble-in-text: var(--ethora-bubble-in-text, var(--_color-text));
    --_bubble-out-bg: var(--ethora-bubble-out-bg, light-dark(#dfe8ff, #213a7a));
    --_bubble-out-text: var(--ethora-bubble-out-text, light-dark(#10265a, #e8eeff));
    --_bubble-out-muted: var(--ethora-bubble-out-muted, light-dark(#48598a, #b5c6f2));
    --_color-mention-bg: var(--ethora-color-mention-bg, light-dark(#fff4d9, #312a16));
    --_color-online: var(--ethora-color-online, light-dark(#178a4c, #3dbb76));
    --_color-danger: var(--ethora-color-danger, light-dark(#c22f36, #ff8b8b));
    --_color-warning: var(--ethora-color-warning, light-dark(#8a5a00, #f0b654));
    --_color-skeleton: color-mix(in srgb, var(--_color-text) 10%, transparent);

    --_font-size: var(--ethora-font-size, 15px);

    --_list-width: var(--ethora-list-width, 312px);
    --_column-max: var(--ethora-column-max, 784px);
    --_bubble-max: var(--ethora-bubble-max, min(78%, 480px));

    --_radius-control: 9px;
    --_radius-row: 10px;
    --_radius-card: 12px;
    --_radius-composer: 14px;
    --_radius-bubble: 18px;

    --_shadow-1: 0 1px 3px light-dark(rgb(17 20 28 / 0.14), rgb(0 0 0 / 0.5));

    --_ease: cubic-bezier(0.2, 0, 0, 1);
  }
`;
