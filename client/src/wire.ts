// The bodies of the HTTP API, made from /q/openapi. Do not edit: ClientTest compares it, and says how it is renewed.

export interface Accepted {
  jobId: string;
  status: 'pending' | 'processing' | 'completed' | 'failed';
  credits: number;
  message: string;
}

export interface AnimateData {
  templateSlug?: string;
  templateId?: string;
  prompt?: string;
  duration?: JsonNode;
  resolution?: string;
  aspect_ratio?: string;
  camera_fixed?: boolean;
  seed?: number;
  fps?: number;
  variables?: Record<string, JsonNode>;
  provider?: string;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface AttemptBody {
  at: Instant;
  event: number;
  type: string;
  attempt: number;
  outcome: string;
  ms: number;
}

export interface Attempts {
  submits: number;
  tries: number;
  breaks: number;
  lostAnswers: number;
}

export interface CancelBody {
  outcome: 'cancelled' | 'cancelling' | 'too_late';
  creditsReleased: number;
}

export interface Corners {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}

export interface CreditsBody {
  balance: number;
  held: number;
  available: number;
}

export interface CutOutBody {
  image: LinkBody;
  mask_image: LinkBody | null;
  requestId: string;
  key: string;
  credits: number;
}

export interface DeliveriesBody {
  state: string;
  url: string | null;
  events: string[];
  nextAttemptAt: Instant | null;
  items: AttemptBody[];
}

export interface DrawToEditBody {
  prompt: string;
  imageDataUrl: string;
  boundingBox: Corners;
  originalImageDataUrl?: string;
  originalKey?: string;
  carMaskUrl?: string;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface EditBody {
  slug?: string;
  name: string;
  description?: string;
  prompt: string;
  model?: string;
  aspectRatio?: string;
  imageKeys?: string[];
  variables?: VariableBody[];
  video?: VideoBody;
}

export interface ErrorBody {
  code: string;
  message: string;
}

export interface EventBody {
  jobId: string;
  seq: number;
  at: Instant;
  phase: 'waiting' | 'submitting' | 'queued' | 'running' | 'storing' | 'completed' | 'failed' | 'cancelled';
  status: 'pending' | 'processing' | 'completed' | 'failed';
  kind: string;
  message: string;
  progress: number;
  queuePosition: number | null;
}

export interface FileBody {
  key: string;
  url: string | null;
  size: number;
  modifiedAt: Instant;
}

export interface FolderBody {
  folders: string[];
  files: FileBody[];
  nextCursor: string | null;
}

export interface GenerateBody {
  templateSlug?: string;
  templateId?: string;
  userImageKeys?: string[];
  userImageDataUrls?: string[];
  variables?: Record<string, JsonNode>;
  vehicle?: Vehicle;
  isolateCar?: boolean;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface GrantBody {
  email: string;
  delta: number;
  reason: string;
  ref: string | null;
  balance: number;
  repeated: boolean;
}

export interface GrantRequest {
  email: string;
  delta: number;
  reason: string;
  ref: string;
}

export interface ImageBody {
  key: string;
  url: string | null;
  previewUrl: string | null;
}

export type Instant = string; // ISO 8601

export interface IntakeBody {
  open: boolean;
  words: string | null;
  changedBy: string | null;
  changedAt: Instant | null;
}

export interface IntakeRequest {
  open?: boolean;
  words?: string;
}

export interface ItemBody {
  key: string;
  url: string | null;
  previewUrl: string | null;
  kind: 'image' | 'video';
  contentType: string;
  size: number;
  width: number;
  height: number;
  seconds: number | null;
  fps: number | null;
  blurhash: string;
  jobId: string;
  jobType: 'image' | 'video' | 'upscale' | 'draw_to_edit' | 'studio' | 'rembg' | 'video_upscale' | 'video_interpolate';
  sourceKey: string | null;
  maskKey: string | null;
  maskUrl: string | null;
  createdAt: Instant;
}

export interface JobBody {
  id: string;
  type: 'image' | 'video' | 'upscale' | 'draw_to_edit' | 'studio' | 'rembg' | 'video_upscale' | 'video_interpolate';
  status: 'pending' | 'processing' | 'completed' | 'failed';
  phase: 'waiting' | 'submitting' | 'queued' | 'running' | 'storing' | 'completed' | 'failed' | 'cancelled';
  message: string;
  queuePosition: number | null;
  progress: number;
  etaSeconds: number | null;
  createdAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  attempts: number;
  lostAnswers: number;
  credits: number;
  input: JsonNode;
  result: ResultBody | null;
  error: ErrorBody | null;
  events?: EventBody[];
}

export type JsonNode = unknown;

export interface Lease {
  owner: string;
  until: Instant | null;
}

export interface Line {
  id: string;
  user: string;
  type: string;
  status: string;
  phase: string;
  error: string | null;
  createdAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  dueAt: Instant;
  submits: number;
  tries: number;
  credits: number;
  requestId: string | null;
}

export interface LinkBody {
  url: string | null;
}

export interface MadeBody {
  key: string;
  url: string | null;
  credits_used: number;
  jobId: string;
}

export interface Money {
  held: number;
  charged: number | null;
  hold: string | null;
  settledAt: Instant | null;
  entry: TransactionBody | null;
}

export interface OldSecret {
  secret: string;
  validUntil: Instant | null;
}

export interface PageItemBody {
  items: ItemBody[];
  nextCursor: string | null;
}

export interface PageJobBody {
  items: JobBody[];
  nextCursor: string | null;
}

export interface PageLine {
  items: Line[];
  nextCursor: string | null;
}

export interface PageTemplateBody {
  items: TemplateBody[];
  nextCursor: string | null;
}

export interface PageTransactionBody {
  items: TransactionBody[];
  nextCursor: string | null;
}

export interface PageUserBody {
  items: UserBody[];
  nextCursor: string | null;
}

export interface PresignBody {
  url: string;
  method: string;
  headers: Record<string, string>;
  key: string;
  expiresAt: Instant;
}

export interface PresignRequest {
  path?: string;
  filename: string;
  contentType: string;
  size: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  error: string;
  code: string;
  field?: string;
  requiredCredits?: number;
  currentCredits?: number;
  used?: number;
  limit?: number;
  remaining?: number;
}

export interface ProviderBody {
  state: string;
  reachable: boolean | null;
  lockedOut: boolean;
  since: Instant;
  lastSuccessAt: Instant | null;
  lastFailureAt: Instant | null;
  lastFailure: string | null;
  failures: Record<string, number>;
  inFlight: number;
  inFlightMax: number;
  waiting: number;
  oldestWaitingSeconds: number | null;
}

export interface QuoteBody {
  credits: number;
  available: number;
  affordable: boolean;
}

export interface RedeliverBody {
  event?: number;
}

export interface ReleaseBody {
  outcome: string;
  creditsReleased: number;
  providerAsked: boolean;
}

export interface RembgBody {
  r2_key?: string;
  image_url?: string;
  data_url?: string;
  model?: string;
  operating_resolution?: string;
  output_format?: string;
  refine_foreground?: boolean;
  output_mask?: boolean;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface ResultBody {
  key: string;
  url: string | null;
  previewUrl: string | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
  contentType: string | null;
  size: number | null;
  blurhash: string | null;
}

export interface SecretBody {
  secret: string;
  madeAt: Instant | null;
  previous: OldSecret[];
}

export interface SessionBody {
  user: string;
  admin: boolean;
  mode: 'local' | 'oidc';
  provider: 'fal' | 'emulator';
}

export interface StatusBody {
  status: 'pending' | 'processing' | 'completed' | 'failed';
  message?: string;
  queuePosition?: number;
  progress?: number;
  url?: string;
  key?: string;
  credits?: number;
  error?: string;
  code?: string;
  tool_type?: string;
  isFirstTemplate?: boolean;
}

export interface Story {
  id: string;
  user: string;
  type: string;
  status: string;
  phase: string;
  step: string;
  progress: number;
  queuePosition: number | null;
  stagesDone: number;
  createdAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  dueAt: Instant;
  startBy: Instant;
  endBy: Instant;
  cancelAskedAt: Instant | null;
  version: number;
  attempts: Attempts;
  lease: Lease | null;
  requestId: string | null;
  models: string[];
  modelLog: string[];
  credits: Money;
  resultKey: string | null;
  error: ErrorBody | null;
  input: JsonNode;
  events: EventBody[];
}

export interface StudioBody {
  prompt: string;
  image_urls?: string[];
  image_keys?: string[];
  webhook_url?: string;
  webhook_events?: string[];
}

export interface TemplateBody {
  id: string;
  slug: string;
  name: string;
  description: string;
  prompt: string;
  model: string | null;
  aspectRatio: string | null;
  imageKeys: string[];
  images: ImageBody[];
  variables: VariableBody[];
  video: VideoBody | null;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface TokenBody {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Instant;
  lastUsedAt: Instant | null;
  token: string | null;
}

export interface TokenRequest {
  name: string;
  scopes: string[];
}

export interface TokensBody {
  items: TokenBody[];
}

export interface TransactionBody {
  id: string;
  delta: number;
  reason: string;
  ref: string | null;
  jobId: string | null;
  balance: number;
  createdAt: Instant;
}

export interface UploadedBody {
  key: string;
  url?: string;
  contentType: string;
  size: number;
  width: number;
  height: number;
  seconds?: number;
  fps?: number;
}

export interface UpscaleBody {
  r2_key?: string;
  image_url?: string;
  upscale_factor?: number;
  original_width?: number;
  original_height?: number;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface UsageBody {
  plan: 'base' | 'premium' | 'ultra';
  used: number;
  limit: number;
  remaining: number;
}

export interface UserBody {
  email: string;
  balance: number;
  held: number;
  available: number;
  unfinished: number;
  createdAt: Instant;
}

export interface VariableBody {
  key?: string | null;
  label?: string | null;
  type?: string | null;
  required?: boolean | null;
  default?: JsonNode;
  min?: number | null;
  max?: number | null;
  maxChars?: number | null;
  options?: string[] | null;
}

export interface Vehicle {
  make?: string;
  model?: string;
  colorFinish?: string;
  accents?: string;
}

export interface VideoBody {
  provider?: string | null;
  prompt?: string | null;
  duration?: JsonNode;
  resolution?: string | null;
  aspect_ratio?: string | null;
  camera_fixed?: boolean | null;
}

export interface VideoToolBody {
  r2_key: string;
  webhook_url?: string;
  webhook_events?: string[];
}

export interface ViewBody {
  key: string;
  url: string | null;
  contentType: string;
  size: number;
}

export interface WholeUserBody {
  account: UserBody;
  plan: string;
  usedBytes: number;
  limitBytes: number;
  recentJobs: Line[];
  recentEntries: TransactionBody[];
}

export type ErrorCode =
  | 'ALREADY_INTERPOLATED'
  | 'ALREADY_UPSCALED'
  | 'BAD_ASPECT_RATIO'
  | 'BAD_BOX'
  | 'BAD_CURSOR'
  | 'BAD_DATA_URL'
  | 'BAD_DESCRIPTION'
  | 'BAD_DURATION'
  | 'BAD_FACTOR'
  | 'BAD_FORM'
  | 'BAD_IDEMPOTENCY_KEY'
  | 'BAD_INPUT'
  | 'BAD_JSON'
  | 'BAD_KEY'
  | 'BAD_LENGTH'
  | 'BAD_LIMIT'
  | 'BAD_NAME'
  | 'BAD_PATH'
  | 'BAD_PROMPT'
  | 'BAD_REQUEST'
  | 'BAD_RESOLUTION'
  | 'BAD_SIGNATURE'
  | 'BAD_SLUG'
  | 'BAD_TOKEN'
  | 'BAD_URL'
  | 'BAD_VALUE'
  | 'BAD_VARIABLE'
  | 'BODY_CUT'
  | 'BODY_REQUIRED'
  | 'BOX_OUTSIDE'
  | 'BOX_REQUIRED'
  | 'BOX_TOO_LARGE'
  | 'CANCELLED'
  | 'EMAIL_NOT_VERIFIED'
  | 'FAILED'
  | 'FILE_NOT_FOUND'
  | 'FILE_REQUIRED'
  | 'FILE_TOO_LARGE'
  | 'HOST_NOT_ALLOWED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IMAGES_REQUIRED'
  | 'INSUFFICIENT_CREDITS'
  | 'INTAKE_PAUSED'
  | 'INTERNAL'
  | 'JOB_ENDED'
  | 'JOB_NOT_FOUND'
  | 'MASK_SIZE'
  | 'MODEL_RETIRED'
  | 'MODEL_UNKNOWN'
  | 'NOTHING_TO_REDELIVER'
  | 'NOT_ACCEPTABLE'
  | 'NOT_ALLOWED'
  | 'NOT_A_PICTURE'
  | 'NOT_A_VIDEO'
  | 'NOT_COVERED'
  | 'NOT_FAILED'
  | 'NOT_FOUND'
  | 'NO_PICTURES'
  | 'NO_PREVIEW'
  | 'NO_SUBJECT'
  | 'NO_WEBHOOK'
  | 'ORIGIN_NOT_ALLOWED'
  | 'PARAMETER_REQUIRED'
  | 'PART_OF_A_RESULT'
  | 'PICTURE_BROKEN'
  | 'PICTURE_TOO_LARGE'
  | 'PICTURE_TOO_SMALL'
  | 'POISONED'
  | 'PROCESSING_FAILED'
  | 'PROMPT_REQUIRED'
  | 'PROMPT_TOO_LONG'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_UNKNOWN'
  | 'QUOTE_NOT_OFFERED'
  | 'RANGE_OUTSIDE'
  | 'REFUSED'
  | 'RESULT_LOST'
  | 'RESULT_NOT_FETCHED'
  | 'RESULT_NOT_STORED'
  | 'RESULT_UNREADABLE'
  | 'SEVERAL_VIDEOS'
  | 'SIGN_IN_REQUIRED'
  | 'SIGN_IN_TROUBLE'
  | 'SLUG_TAKEN'
  | 'SOURCE_CHANGED'
  | 'SOURCE_GONE'
  | 'SOURCE_REQUIRED'
  | 'START_IMAGE_REQUIRED'
  | 'STORAGE_FULL'
  | 'STORAGE_TROUBLE'
  | 'SUBMIT_UNKNOWN'
  | 'TEMPLATE_CHANGED'
  | 'TEMPLATE_NOT_FOUND'
  | 'TEMPLATE_REQUIRED'
  | 'TIMED_OUT'
  | 'TOKEN_NOT_FOUND'
  | 'TOKEN_UNKNOWN'
  | 'TOO_LARGE'
  | 'TOO_MANY_IMAGES'
  | 'TOO_MANY_REQUESTS'
  | 'TOO_MANY_SECRETS'
  | 'TOO_MANY_STREAMS'
  | 'TOO_MANY_TOKENS'
  | 'TOO_MANY_UNFINISHED'
  | 'TOO_MANY_UPLOADS'
  | 'TRY_AGAIN'
  | 'UNSUPPORTED_FILE'
  | 'UNSUPPORTED_MEDIA'
  | 'UPSCALE_AT_MAX'
  | 'UPSCALE_REQUIRED'
  | 'URL_UNREADABLE'
  | 'USER_NOT_FOUND'
  | 'VARIABLE_REQUIRED'
  | 'VARIABLE_UNKNOWN'
  | 'VIDEO_BROKEN'
  | 'VIDEO_TOO_LARGE'
  | 'VIDEO_TOO_LONG';
