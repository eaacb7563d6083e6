/** What a page's own code may rely on: it has to compile against the published declarations alone. */
import { createChatSession, EthoraChat, EthoraComposer, EthoraRoomList, EthoraThread } from 'ethora-chat';

const chat: EthoraChat = new EthoraChat();
chat.service = 'wss://chat.example.org/ws';
chat.credentials = async () => ({ username: 'alice', password: await Promise.resolve('secret') });
chat.addEventListener('ethora-connection-change', (event) => {
  const status: 'connecting' | 'online' | 'offline' | 'error' = event.detail.status;
  document.title = status;
});
document.addEventListener('ethora-message-receive', ({ detail }) => {
  const body: string = detail.message.body;
  document.title = `${detail.roomJid}: ${body}`;
});

const inDocument: EthoraChat | null = document.querySelector('ethora-chat');
const elements: HTMLElement[] = [new EthoraThread(), new EthoraComposer(), new EthoraRoomList()];
export const ready: Promise<void> | undefined = inDocument?.ready;
export { createChatSession, elements };
