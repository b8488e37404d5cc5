/* A class and the services of the test bench, with a clock that only moves when somebody waits. */
import { cv2088, type HocBaFile, writeHocBa } from '../../src/record-xml/index.js';
import { type BatchItem, RECEIVER_DUAL, type Receiver } from '../../src/signing/index.js';
import { type DevIdentity, type DevIdentityName, sampleClass } from '../../src/testing/index.js';
import { devCa } from '../signing/kit.js';

export const identity = async (name: DevIdentityName): Promise<DevIdentity> => (await devCa()).identity(name);

/** Unsigned records of one class. */
export function classOf(pupils: number, receiver: Receiver = RECEIVER_DUAL, seed = 'bench'): readonly BatchItem[] {
  return sampleClass({ khoiLop: 4, pupils, seed, namHoc: '2023-2024' }).map((hocBa, index) => ({
    id: `hs${String(index + 1).padStart(2, '0')}`,
    file: writeHocBa(hocBa, { layout: cv2088, idScheme: receiver.idScheme, saltId: receiver.saltId }),
  }));
}

export const fileOf = (item: BatchItem | undefined): HocBaFile => item!.file as HocBaFile;

/** A clock, and a sleep that moves it. */
export function movedClock(from = '2024-05-31T03:00:00Z') {
  let now = Date.parse(from);
  return {
    clock: () => new Date(now),
    move: (ms: number) => {
      now += ms;
    },
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}
