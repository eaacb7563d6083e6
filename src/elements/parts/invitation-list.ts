import { css, html, nothing, type TemplateResult } from 'lit';
import type { ChatService } from '../../context.js';
import type { Invitation } from '../../domain/invitation.js';
import { jidLocal } from '../../domain/jid.js';
import type { I18n } from '../../i18n/index.js';

/** Rooms that others want us in, each with a yes and a no. `error` says why the last yes did not work. */
export function invitationList(
  invitations: readonly Invitation[],
  error: string,
  answer: (invitation: Invitation, yes: boolean) => void,
  chat: ChatService | undefined,
  { t }: I18n,
): unknown {
  if (invitations.length === 0) return nothing;
  return html`<section class="invitations" aria-label=${t('invitations')}>
    ${invitations.map((one): TemplateResult => {
      const room = one.roomName ?? chat?.rooms.get(one.roomJid)?.name ?? jidLocal(one.roomJid);
      const text = one.from ? t('invitedBy', jidLocal(one.from), room) : t('invited', room);
      return html`<div class="invitation" title=${one.roomJid}>
        <p>${text}</p>
        ${one.reason ? html`<p class="preview"><bdi>${one.reason}</bdi></p>` : nothing}
        <button class="button primary" type="button" aria-label=${t('acceptRoom', room)} @click=${() => answer(one, true)}>
          ${t('accept')}
        </button>
        <button class="button" type="button" aria-label=${t('declineRoom', room)} @click=${() => answer(one, false)}>
          ${t('decline')}
        </button>
      </div>`;
    })}
    <p class="invitation-error" role="alert">${error}</p>
  </section>`;
}

export const invitationStyles = css`
  .invitations {
    flex: none;
    max-block-size: 40%;
    overflow: auto;
    padding-inline: 16px;
  }
  .invitation {
    padding-block: 8px;
    overflow-wrap: anywhere;
  }
  .invitation .button {
    margin-block-start: 8px;
  }
  .invitation-error {
    color: var(--_color-danger);
    font-size: 13px;
  }
`;
