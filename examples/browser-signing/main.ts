/**
 * A page that signs a class: open files, see the plan, read what is signed, sign, download. All of it happens in this page.
 */
import { cv2088, type HocBaFile, isHocBaSoError, openHocBa, readHocBa, type VaiTroKy, writeHocBa } from 'hoc-ba-so';
import { parseCertificate } from 'hoc-ba-so/certificate';
import { planSigningList, RECEIVER_DUAL, type SigningSummary, signBatch } from 'hoc-ba-so/signing';
import { sampleClass } from 'hoc-ba-so/testing';
import { type KeyChoice, signerFor } from './keys.js';

interface Item {
  readonly id: string;
  file: HocBaFile;
}

const STATES: Readonly<Record<string, string>> = {
  done: 'đã ký',
  next: 'ký tiếp theo',
  blocked: 'chưa ký được',
  skipped: 'không cần ký',
};
/** Why a role cannot sign yet. */
const REASONS: Readonly<Record<string, string>> = {
  earlierRoleMissing: 'chờ vai trò trước',
  signatureBroken: 'có chữ ký hỏng',
  severalSignatures: 'ô ký có nhiều chữ ký',
  laterRoleSigned: 'vai trò sau đã ký',
  noSlot: 'bố cục không có ô ký',
  recordUnreadable: 'nội dung có lỗi',
};
const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;
let items: Item[] = [];
let stop = new AbortController();

function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(id);
  return element as T;
}
const say = (text: string) => {
  byId('trang-thai').textContent = text;
};
const complain = (error: unknown) => {
  byId('loi').textContent = isHocBaSoError(error) ? error.messageVi : 'Có lỗi ngoài dự kiến; xem bảng điều khiển.';
  say('Chưa ký.');
  if (!isHocBaSoError(error)) console.error(error);
};
function element<K extends keyof HTMLElementTagNameMap>(name: K, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
/** Sections appear as they become useful; the focus follows, so that a screen reader reads on from there. */
function show(section: string, heading?: string): void {
  byId(section).hidden = false;
  if (heading !== undefined) byId(heading).focus();
}
const nameOf = ({ id, file }: Item) => readHocBa(file).hocBa?.hocSinh.hoVaTen ?? id;

async function showPlan(): Promise<void> {
  const plan = await planSigningList(items.map(({ file }) => file));
  const rows = plan.records.map((record, index) => {
    const row = element('tr');
    const head = element('th', nameOf(items[index]!));
    head.scope = 'row';
    row.append(head);
    for (const role of ROLES) {
      const step = record.plan?.steps.find((one) => one.role === role);
      const why = step === undefined || step.reason === null ? '' : `: ${REASONS[step.reason] ?? step.reason}`;
      row.append(element('td', step === undefined ? (record.error ?? '') : (STATES[step.state] ?? step.state) + why));
    }
    return row;
  });
  byId('ke-hoach').replaceChildren(...rows);
  const next = plan.nextActions.find(({ code }) => code === 'sign')?.role;
  if (next !== undefined && next !== null) byId<HTMLSelectElement>('vai-tro').value = next;
}

async function openClass(made: readonly Item[]): Promise<void> {
  items = [...made];
  byId('buoc-doc').hidden = true;
  byId('buoc-ket-qua').hidden = true;
  await showPlan();
  say(`Đã mở ${items.length} học bạ.`);
  show('buoc-khoa');
  show('buoc-ke-hoach', 'h-ke-hoach');
}

async function chosenKey(): Promise<KeyChoice> {
  const kind = document.querySelector<HTMLInputElement>('input[name="khoa"]:checked')?.value;
  if (kind === 'web' || kind === 'local') return { kind };
  const password = byId<HTMLInputElement>('mat-khau');
  const file = byId<HTMLInputElement>('tep-p12').files?.[0];
  const bytes = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
  const choice = { kind: 'p12', bytes, password: password.value } as const;
  password.value = '';
  return choice;
}

/** Shows every record in words and waits for the signer's yes or no. */
function readAndAgree(
  summaries: readonly { readonly id: string; readonly summary: SigningSummary }[],
): Promise<boolean> {
  const shown = summaries.map(({ id, summary }) => {
    const details = element('details');
    const list = element('ul');
    list.append(...summary.lines.map((line) => element('li', line)));
    const digest = element('p', `Mã băm của dữ liệu ký (SHA-256): ${summary.toSignSha256}`);
    details.append(element('summary', summary.lines[0] ?? id), list, digest);
    return details;
  });
  const first = shown[0];
  if (first !== undefined) first.open = true;
  byId('tom-tat').replaceChildren(...shown);
  show('buoc-doc', 'h-doc');
  say(`Sắp ký ${summaries.length} học bạ: hãy đọc rồi xác nhận.`);
  return new Promise((resolve) => {
    byId('ky').onclick = () => resolve(true);
    byId('huy').onclick = () => resolve(false);
  });
}

async function sign(role: VaiTroKy): Promise<void> {
  const signer = await signerFor(role, await chosenKey());
  const bar = byId<HTMLProgressElement>('tien-do');
  stop = new AbortController();
  try {
    const results = await signBatch(items, {
      role,
      signer,
      receiver: RECEIVER_DUAL,
      signal: stop.signal,
      confirm: async (summaries) => {
        byId('chung-thu').textContent = `Chứng thư: ${parseCertificate(signer.certificate).subjectName}`;
        const agreed = await readAndAgree(summaries);
        byId('buoc-doc').hidden = true;
        if (agreed) show('buoc-ket-qua', 'h-ket-qua');
        return agreed;
      },
      onProgress: ({ done, total }) => {
        bar.max = total;
        bar.value = done;
        say(`Đã xử lý ${done} trên ${total} học bạ.`);
      },
    });
    const lines = results.map((result, index) => {
      const item = items[index]!;
      const line = element('li', `${nameOf(item)}: `);
      if (result.status === 'signed') {
        item.file = result.file;
        const link = element('a', `tải tệp đã ký ${item.id}.xml`);
        link.href = URL.createObjectURL(new Blob([Uint8Array.from(result.file.bytes)], { type: 'application/xml' }));
        link.download = `${item.id}.xml`;
        line.append(link);
      } else if (result.status === 'failed') {
        line.append(isHocBaSoError(result.error) ? result.error.messageVi : 'không ký được');
      } else line.append('chưa ký');
      return line;
    });
    byId('ket-qua').replaceChildren(...lines);
    const signed = results.filter(({ status }) => status === 'signed').length;
    await showPlan();
    show('buoc-ket-qua', 'h-ket-qua');
    say(`Đã ký ${signed} trên ${results.length} học bạ.`);
  } finally {
    byId('buoc-doc').hidden = true;
  }
}

byId('tep').addEventListener('change', () => {
  const files = [...(byId<HTMLInputElement>('tep').files ?? [])];
  byId('loi').textContent = '';
  Promise.all(
    files.map(async (file) => ({
      id: file.name.replace(/\.xml$/i, ''),
      file: openHocBa(new Uint8Array(await file.arrayBuffer())),
    })),
  )
    .then(openClass)
    .catch(complain);
});
byId('lop-mau').addEventListener('click', () => {
  byId('loi').textContent = '';
  const records = sampleClass({ khoiLop: 4, pupils: 5, seed: 'trang mẫu', namHoc: '2024-2025' });
  openClass(
    records.map((hocBa, index) => ({ id: `hoc-ba-${index + 1}`, file: writeHocBa(hocBa, { layout: cv2088 }) })),
  ).catch(complain);
});
for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="khoa"]')) {
  radio.addEventListener('change', () => {
    byId('o-p12').hidden = radio.value !== 'p12';
  });
}
byId('mau-ky').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('loi').textContent = '';
  say('Đang chuẩn bị ký…');
  sign(byId<HTMLSelectElement>('vai-tro').value as VaiTroKy).catch(complain);
});
byId('dung').addEventListener('click', () => stop.abort());
