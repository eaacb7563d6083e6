/** Where the rows stood in one painted frame. */
interface Frame {
  /** Distance of the top of each visible row from the top of the view, by its key, CSS px. */
  readonly tops: ReadonlyMap<string, number>;
  readonly rows: number;
  /** Distance from the bottom of the view to the bottom of the content, CSS px. */
  readonly below: number;
  /** True at either end of the content, where a turn of the wheel is cut short. */
  readonly atEdge: boolean;
}

/**
 * Watches painted frames. Positions are read inside the frame, after every observer of the page: by a `ResizeObserver` made last, on a
 * probe whose width changes in each frame. Read from a later task they would show states that were never painted.
 */
export function watchFrames(scroller: HTMLElement, rows: () => readonly HTMLElement[]) {
  const frames: Frame[] = [];
  const probe = document.createElement('div');
  Object.assign(probe.style, { position: 'fixed', inlineSize: '1px', blockSize: '1px' });
  document.body.append(probe);
  const observer = new ResizeObserver(() => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const all = rows();
    const tops = new Map<string, number>();
    for (const row of all) {
      const rect = row.getBoundingClientRect();
      if (rect.bottom > top && rect.top < bottom) tops.set(row.dataset.key ?? '', rect.top - top);
    }
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    frames.push({ tops, rows: all.length, below, atEdge: below < 2 || scroller.scrollTop < 1 });
  });
  observer.observe(probe);
  let wide = false;
  let frame = requestAnimationFrame(function tick() {
    wide = !wide;
    probe.style.inlineSize = wide ? '2px' : '1px';
    frame = requestAnimationFrame(tick);
  });
  return {
    frames,
    stop() {
      cancelAnimationFrame(frame);
      observer.disconnect();
      probe.remove();
    },
    /** Moves of each frame that are no multiple of the wheel's `notch`, CSS px: of the row that moved least, so that one that grows does not count. */
    strayMoves(notch: number): number[] {
      return frames.slice(1).flatMap((now, index) => {
        const before = frames[index];
        if (!before || now.atEdge) return [];
        const moves = [...now.tops].flatMap(([key, top]) => {
          const old = before.tops.get(key);
          return old === undefined ? [] : [Math.abs(top - old - notch * Math.round((top - old) / notch))];
        });
        return moves.length > 0 ? [Math.min(...moves)] : [];
      });
    },
  };
}
