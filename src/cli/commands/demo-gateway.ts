import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate } from '../../certificate/index.js';
import {
  certificateContent,
  createExchangeClient,
  createGateway,
  describeRefusal,
  memoryGatewayStore,
  type RecordResult,
} from '../../exchange/index.js';
import { fileSubmissionJournal, serveGateway } from '../../node/index.js';
import { packTransaction } from '../../packaging/index.js';
import { type HocBaFile, readHocBa } from '../../record-xml/index.js';
import { RECEIVER_LOCAL, type Signer } from '../../signing/index.js';
import type { TrustAnchors } from '../../verification/index.js';
import type { CommandContext } from '../context.js';
import type { Story } from '../story.js';

/** Means nothing: the gateway lives for one run on this machine. */
const TOKEN = 'phien-demo';

interface Class {
  /** Complete records of one class. */
  readonly signed: readonly HocBaFile[];
  /** The last of them as it was when only the teacher had signed. */
  readonly half: HocBaFile;
  readonly seal: Signer;
  readonly trust: TrustAnchors;
  readonly nameOf: (index: number) => string;
}

/** The class goes to a gateway on this machine, over HTTP: one record is refused with its reason, corrected, and sent again. */
export async function submitToGateway(
  { at }: CommandContext,
  story: Story,
  { signed, half, seal, trust, nameOf }: Class,
): Promise<void> {
  story.chapter({
    vi: 'Gửi lớp lên cổng tiếp nhận (thử, trên máy này)',
    en: 'The class goes to a gateway (a rehearsal, on this machine)',
  });
  const { nhaTruong, namHoc } = readHocBa(signed[0]!).hocBa!;
  const { maTruong: maDonVi } = nhaTruong;
  const receiver = RECEIVER_LOCAL;
  const gateway = createGateway({
    store: memoryGatewayStore(),
    authenticate: ({ token }) => token === TOKEN,
    acceptance: { trust, receiver },
    now: () => at,
  });
  const served = await serveGateway(gateway);
  try {
    const client = createExchangeClient({
      baseUrl: served.url,
      account: { userName: maDonVi, password: TOKEN, maDonVi, namHoc: Number(namHoc.slice(0, 4)) },
      token: () => TOKEN,
      receiver,
      // While the school waits, the gateway works.
      timing: { now: () => at, sleep: async () => void (await gateway.processPending()) },
    });
    const serialNumber = parseCertificate(seal.certificate).serialNumberHex;
    const { messageId } = await client.registerCertificate({
      serialNumber,
      ngayHieuLuc: at.toISOString().slice(0, 10),
      maKieuChuKy: 'USB_TOKEN',
      nhaPhatHanh: 'BAN_CO_YEU',
      content: await certificateContent(seal, { maDonVi, serialNumber }),
    });
    await gateway.decideCertificate(maDonVi, messageId, 'approved');
    const { status } = await client.queryCertificate(messageId);
    story.step('certificateApproved', status === 'approved', {
      vi: 'Chứng thư của nhà trường đã đăng ký và được phê duyệt; chỉ khi đó mới được ký phát hành.',
      en: 'The school’s certificate is registered and approved; only then it may seal.',
    });

    const forgotten = [...signed.slice(0, -1), half];
    for (const [index, file] of forgotten.entries())
      story.write(`8-gui-cong/hoc-ba/${nameOf(index + 1)}.xml`, file.bytes);
    const pack = (files: readonly HocBaFile[]) => packTransaction(files, { signer: seal, receiver, signingTime: at });
    const parts = await pack(forgotten);
    const dry = await client.submit(parts, { dryRun: true, acceptance: { trust, at } });
    const foretold = dry.records.filter(({ state }) => state === 'refused');
    story.step('rehearsed', foretold.length === 1, {
      vi: 'Thử trước tại trường (không gửi gì): một học bạ sẽ bị từ chối.',
      en: 'Rehearsed at the school (nothing is sent): one record would be refused.',
    });
    const path = join(story.out, '8-gui-cong', 'nhat-ky.jsonl');
    rmSync(path, { force: true });
    const options = { journal: fileSubmissionJournal(path), pack };
    const { records } = await client.submitSchool(forgotten, options);
    const refused = records.at(-1)!;
    const others = records.slice(0, -1).every(({ state }) => state === 'approved');
    const code = refused.code ?? '';
    story.step(
      'oneRefused',
      others && refused.state === 'refused' && code === foretold[0]?.code,
      {
        vi: `Gửi thật: ${records.length - 1} học bạ được phê duyệt, 1 bị từ chối. Lý do: ${describeRefusal(code, 'vi') ?? ''} (${code}, ${refused.field ?? ''}): hiệu trưởng quên ký.`,
        en: `Sent: ${records.length - 1} record(s) approved, 1 refused. The reason: ${describeRefusal(code, 'en') ?? ''} (${code}, ${refused.field ?? ''}): the principal forgot to sign.`,
      },
      { code, field: refused.field },
    );
    story.write('8-gui-cong/ket-qua.json', `${JSON.stringify(records.map(resultOf), null, 2)}\n`);
    const again = await client.submitSchool(signed, options);
    story.step('corrected', again.isComplete && again.records.every(({ state }) => state === 'approved'), {
      vi: 'Ký bổ sung rồi gửi lại với cùng nhật ký: chỉ học bạ đã sửa được gửi, cả lớp được phê duyệt.',
      en: 'Signed and sent again with the same journal: only the corrected record is sent, the whole class is approved.',
    });
  } finally {
    await served.close();
  }
}

const resultOf = ({ maTraCuu, state, code, field }: RecordResult) => ({ maTraCuu, state, code, field });
