import { css } from 'lit';

export const chatStyles = css`
  /*
   * As high as what it stands in, or 600px where that has no height of its own; as wide as there is place. Both can be set from
   * the page as for any block. Its size never depends on its contents.
   */
  :host {
    position: relative;
    block-size: 100%;
    min-block-size: 20rem;
    container: ethora-chat / size;
    contain-intrinsic-size: 360px 600px;
    overflow: hidden;
    isolation: isolate;
    background: var(--_color-bg);
    color-scheme: light dark;
  }
  :host(:state(page-scheme)) {
    color-scheme: inherit;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host(:state(no-page-font)) {
    font-family: var(--ethora-font-family, system-ui, sans-serif);
  }
  .initial {
    all: initial;
  }
  .panes,
  .pane,
  ethora-login-form {
    position: absolute;
    inset: 0;
    overflow: auto;
  }
  /* Beside the thread where there is place for three, else over it. */
  ethora-room-details {
    flex: none;
    inline-size: 360px;
    border-inline-start: 1px solid var(--_color-border);
  }
  .panes,
  header {
    display: flex;
  }
  .list-pane,
  .thread-pane,
  .thread-body {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--_color-bg);
  }
  .thread-pane:focus-visible {
    outline: none;
  }
  .list-pane {
    flex: none;
    inline-size: var(--_list-width);
    min-inline-size: 280px;
    border-inline-end: 1px solid var(--_color-border);
    background: var(--_color-surface);
  }
  ethora-room-list,
  ethora-thread,
  .names {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
  }
  header {
    align-items: center;
    gap: 12px;
    block-size: 60px;
    padding-inline: 20px;
    border-block-end: 1px solid var(--_color-border);
  }
  header,
  ethora-composer {
    flex: none;
  }
  h2 {
    font-size: 15.5px;
    line-height: 20px;
    text-align: start;
  }
  .subtitle {
    color: var(--_color-text-muted);
    font-size: 13px;
    line-height: 18px;
  }
  /* Over the messages: nothing moves when it comes and goes. */
  .thread-pane .banner-slot {
    position: absolute;
    inset: 0 0 auto;
    z-index: 1;
  }
  [part='back'],
  .list-pane .banner-slot {
    display: none;
  }
  @container ethora-chat (width < 1216px) {
    .detailed > .thread-pane {
      visibility: hidden;
    }
    .panes > ethora-room-details {
      position: absolute;
      inset: 0;
      inline-size: auto;
      border: 0;
    }
    .both > ethora-room-details {
      inset-inline-start: max(280px, var(--_list-width));
    }
  }
  @container ethora-chat (width < 640px) {
    .both > *,
    .both > ethora-room-details {
      position: absolute;
      inset: 0;
      inline-size: auto;
      border: 0;
    }
    /* Hidden, not gone: each keeps its place when one comes back. */
    .both:not(.open) > .thread-pane,
    .both.open > .list-pane {
      visibility: hidden;
    }
    .list-pane,
    ethora-room-list {
      background: var(--_color-bg);
    }
    ethora-room-list::part(shortcut) {
      display: none;
    }
    .list-pane .banner-slot {
      display: block;
    }
    .list-pane .banner {
      border-block: 1px solid var(--_color-border) 0;
    }
    [part='back'] {
      display: inline-grid;
    }
    header {
      padding-inline: 12px;
    }
    header:has([part='back']) {
      padding-inline-start: 8px;
    }
  }
`;
