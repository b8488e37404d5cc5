import type { Receiver } from './receiver.js';

/** Limit of one transaction, CV 2088 annex 1, II.2.8. */
const TEN_MB = 10_000_000;

/** Both rule books at once (design: the default of the command line). */
export const RECEIVER_DUAL: Receiver = {
  id: 'dual',
  profile: 'dual',
  orderReferences: true,
  commitment: true,
  saltId: true,
  signingTimeNamespace: 'none',
  idScheme: 'random',
  maxReferences: 16,
  transactionLimitBytes: TEN_MB,
};

/**
 * The pilot specification of 2024 to the letter: plain XMLDSig with two references.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1.6 (signature, seal and leader mandatory, registered organisation certificate), II.2.8 (size)
 */
export const RECEIVER_CV2088: Receiver = {
  id: 'cv2088',
  profile: 'cv2088',
  orderReferences: false,
  commitment: false,
  saltId: true,
  signingTimeNamespace: 'none',
  idScheme: 'random',
  maxReferences: 2,
  transactionLimitBytes: TEN_MB,
  destinations: ['so', 'bo'],
  requiredRoles: ['canBoQuanLy', 'phatHanh'],
  registeredRoles: ['phatHanh'],
  uuidSource: 'school',
  assumed: [
    'orderReferences',
    'commitment',
    'saltId',
    'signingTimeNamespace',
    'idScheme',
    'maxReferences',
    'uuidSource',
  ],
};

/**
 * Ho Chi Minh City, by its regulation: the calendar of the province, the leader's certificate registered beside the school's, look-up codes
 * from the city's system ("issued by the Ministry"), records to the Sở's and the Ministry's data base, and no field for the leader's office.
 * The regulation prints no form of signatures and no limits: these are the pilot's, and assumed.
 *
 * @see 1789/QĐ-SGDĐT, điều 8, 9, 21, phụ lục II; 613/SGDĐT-GDTH (13/02/2025)
 */
export const RECEIVER_HCMC: Receiver = {
  ...RECEIVER_CV2088,
  id: 'hcmc',
  province: '79',
  destinations: ['so', 'bo'],
  requiredRoles: ['canBoQuanLy', 'phatHanh'],
  registeredRoles: ['canBoQuanLy', 'phatHanh'],
  uuidSource: 'authority',
  fieldsNotListed: ['canBoQuanLy.chucVu'],
  assumed: [
    ...['profile', 'orderReferences', 'commitment', 'saltId', 'signingTimeNamespace', 'idScheme', 'maxReferences'],
    'transactionLimitBytes',
  ],
};

/** The rehearsal gateway on one's own machine (`hocba gateway`): the form of both rule books, decided by one authority. All of it is ours. */
export const RECEIVER_LOCAL: Receiver = { ...RECEIVER_DUAL, id: 'local', destinations: ['so', 'bo'] };

/** TT 15/2025/TT-BKHCN annex I: XAdES baseline B. */
export const RECEIVER_XADES: Receiver = { ...RECEIVER_DUAL, id: 'xadesB', profile: 'xadesB' };

/** Those built in, by name. */
export const RECEIVERS: Readonly<Record<string, Receiver>> = {
  cv2088: RECEIVER_CV2088,
  hcmc: RECEIVER_HCMC,
  local: RECEIVER_LOCAL,
  dual: RECEIVER_DUAL,
  xadesB: RECEIVER_XADES,
};
