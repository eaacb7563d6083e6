import { useFakeTimers, type SinonFakeTimers } from 'sinon';

/** For what takes long by the clock while the network is real; `restore()` it afterwards. */
export function useFakeClock(): SinonFakeTimers {
  return useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    shouldClearNativeTimers: true,
    now: Date.now(),
  });
}
