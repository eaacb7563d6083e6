import { css } from 'lit';

/** Pictures, films, sounds and other files in messages, and the picture that is looked at. */
export const mediaStyles = css`
  .media {
    position: relative;
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-block: 2px;
    border-radius: var(--_radius-card);
    overflow: hidden;
  }
  /* A bubble is filled to its edges. */
  .framed {
    max-inline-size: calc(100% + 26px);
    margin: -8px -13px;
    border-radius: inherit;
  }
  .row:not(.own) .head + .framed {
    margin-block-start: 6px;
    border-start-start-radius: 0;
    border-start-end-radius: 0;
  }
  .framed + .text {
    margin-block-start: 15px;
  }
  .picture {
    display: block;
    cursor: zoom-in;
  }
  .picture:focus-visible {
    outline-offset: -2px;
  }
  .media img,
  .media video {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    background: var(--_color-skeleton);
  }
  /* Its size is not known before it is there, so it gets a box of its own. */
  .unsized img,
  .unsized video {
    aspect-ratio: 3 / 2;
    object-fit: contain;
  }
  .media audio {
    display: block;
    inline-size: 300px;
    max-inline-size: 100%;
  }
  .file-card {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 290px;
    max-inline-size: 100%;
    margin-block: 2px;
  }
  .own .file-card > * {
    --_color-text-muted: var(--_bubble-out-muted);
  }
  .upload {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: none;
  }
  .upload-size {
    color: var(--_color-text-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    line-height: 16px;
  }
  .cancel-upload {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: #0b0d12;
    color: #fff;
  }
  .ring {
    position: absolute;
    fill: none;
    stroke: rgb(255 255 255 / 0.3);
    stroke-width: 3;
    transform: rotate(-90deg);
  }
  .ring .done {
    stroke: currentcolor;
    stroke-linecap: round;
  }
  .media .upload {
    position: absolute;
    inset: 0;
    justify-content: center;
    background: rgb(11 13 18 / 0.5);
  }
  .media .upload-size {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-end: 6px;
    padding: 2px 8px;
    border-radius: 10px;
    background: #0b0d12;
    color: #fff;
  }

  .lightbox {
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0 16px 16px;
    border: 0;
    background: #0b0d12;
    color: #fff;
  }
  .lightbox[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    justify-items: center;
  }
  .lightbox-bar {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    min-block-size: 60px;
  }
  .lightbox-title {
    flex: 1;
    font-size: 14px;
    line-height: 20px;
  }
  .lightbox-author {
    font-weight: 650;
  }
  .lightbox .icon-button {
    color: inherit;
  }
  .lightbox .icon-button:focus-visible {
    outline-color: currentcolor;
  }
  .lightbox > img {
    align-self: center;
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
  }
  @container thread (inline-size >= 560px) {
    .group .framed,
    .group .row .head + .framed {
      max-inline-size: 100%;
      margin: 2px 0;
      border-radius: var(--_radius-card);
    }
    .group .framed + .text {
      margin-block-start: 4px;
    }
    .group .file-card {
      inline-size: 340px;
      padding: 9px;
      border: 1px solid var(--_color-border);
      border-radius: var(--_radius-card);
    }
    .group .own .file-card > * {
      --_color-text-muted: inherit;
    }
  }
  @media (forced-colors: active) {
    .cancel-upload {
      border: 1px solid;
    }
  }
`;
