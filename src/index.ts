import { EthoraChat } from './elements/ethora-chat/ethora-chat.js';
import { EthoraComposer } from './elements/ethora-composer/ethora-composer.js';
import { EthoraRoomList } from './elements/ethora-room-list/ethora-room-list.js';
import { EthoraThread } from './elements/ethora-thread/ethora-thread.js';
import { EthoraCreateRoom } from './elements/parts/create-room.js';
import { EthoraDialog } from './elements/parts/dialog.js';
import { EthoraLoginForm } from './elements/parts/login-form.js';
import { EthoraRoomDetails } from './elements/parts/room-details.js';
import { EthoraRoomDialog } from './elements/parts/room-dialog.js';
import { EthoraGoToDate } from './elements/parts/go-to-date.js';

export { EthoraChat, EthoraComposer, EthoraRoomList, EthoraThread };
export type { ChatLayout, ChatTheme } from './elements/ethora-chat/settings.js';

export { ChatErrorEvent } from './events/chat-error-event.js';
export { ConnectionChangeEvent } from './events/connection-change-event.js';
export { MessageReceiveEvent } from './events/message-receive-event.js';
export { MessageSubmitEvent } from './events/message-submit-event.js';
export { RoomChangeEvent } from './events/room-change-event.js';
export { RoomSelectEvent } from './events/room-select-event.js';
export { UnreadChangeEvent } from './events/unread-change-event.js';

export { chatContext, type ChatService, type RoomAdministration, type RoomSession } from './context.js';
export { createChatSession } from './service/chat-session.js';
export { setLogLevel, type LogLevel } from './log.js';
export { ChatError } from './domain/session-events.js';
export { RoomError } from './domain/room-error.js';

export type { SessionOptions } from './service/options.js';
export type { ConnectionReason, ConnectionState, ConnectionStatus } from './domain/connection.js';
export type { Credentials, CredentialsSource, LoginCredentials } from './domain/credentials.js';
export type { Attachment, MediaDialect, MediaKind } from './domain/attachment.js';
export type { Invitation } from './domain/invitation.js';
export type { Affiliate, Member } from './domain/member.js';
export type { Author, FileProblem, Message, MessageFailure, MessageKind, MessageStatus } from './domain/message.js';
export type { NewRoom, RoomKind } from './domain/new-room.js';
export type { Affiliation, Occupant, Role, Room, RoomDenial, RoomPresence, RoomPreview } from './domain/room.js';
export type { OfferedSettings, RoomSettings } from './domain/room-settings.js';
export type { StagedFile, UploadLimits } from './domain/upload.js';
export type { ErrorCode, SessionError, SessionEventMap } from './domain/session-events.js';

/** <ethora-chat> first: what is inside it asks it for the session. */
const elements: readonly (readonly [string, CustomElementConstructor])[] = [
  ['ethora-chat', EthoraChat],
  ['ethora-room-list', EthoraRoomList],
  ['ethora-thread', EthoraThread],
  ['ethora-composer', EthoraComposer],
  ['ethora-login-form', EthoraLoginForm],
  ['ethora-dialog', EthoraDialog],
  ['ethora-create-room', EthoraCreateRoom],
  ['ethora-room-details', EthoraRoomDetails],
  ['ethora-room-dialog', EthoraRoomDialog],
  ['ethora-go-to-date', EthoraGoToDate],
];

// In Node there is nothing to define; loaded twice, the first copy stays.
if ('customElements' in globalThis) {
  for (const [tag, element] of elements) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
