%% Bans that are Ethora's own: the person stays in the room, but cannot write.
-module(ethora_bans).

-export([create_tables/0, query/4, is_banned/2]).

-include_lib("xmpp/include/xmpp.hrl").

-import(ethora_xml, [xmlel/2, attr/2, attr/3, result/3]).
-import(ethora_rooms, [rooms_of/1, room_jid/1, is_manager/2, managed_room/2]).

-define(NS_BAN, <<"ns:deepx:muc:user:ban">>).

%% `key` is {Room, User}, both JIDs as text; `until` in seconds since the epoch.
-record(ethora_ban, {key, until, comment}).

create_tables() ->
    Fields = record_info(fields, ethora_ban),
    ejabberd_mnesia:create(?MODULE, ethora_ban, [{disc_copies, [node()]}, {attributes, Fields}]).

query(<<"ban">>, El, From, IQ) ->
    Until = erlang:system_time(second) + binary_to_integer(attr(<<"time">>, El, <<"2592000">>)),
    User = attr(<<"user">>, El),
    [mnesia:dirty_write(#ethora_ban{key = {Room, User}, until = Until, comment = attr(<<"comment">>, El)})
     || Room <- ban_rooms(From, El)],
    xmpp:make_iq_result(IQ);
query(<<"unban">>, El, From, IQ) ->
    [mnesia:dirty_delete(ethora_ban, {Room, attr(<<"user">>, El)}) || Room <- ban_rooms(From, El)],
    xmpp:make_iq_result(IQ);
query(<<"get_list">>, El, From, IQ) ->
    Bans = [Ban || Room <- ban_rooms(From, El), Ban <- mnesia:dirty_match_object(ban_pattern(Room))],
    result(IQ, ?NS_BAN, [ban_element(Ban) || Ban <- Bans, is_valid(Ban)]);
query(_, _, _, _) ->
    throw(xmpp:err_bad_request()).

%% `all` means every room that this person manages.
ban_rooms(From, El) ->
    case attr(<<"type">>, El) of
        <<"all">> -> [room_jid(Room) || Room <- rooms_of(From), is_manager(From, Room)];
        _ -> [room_jid(managed_room(From, El))]
    end.

ban_pattern(Room) -> #ethora_ban{key = {Room, '_'}, until = '_', comment = '_'}.

ban_element(#ethora_ban{key = {Room, User}, until = Until, comment = Comment}) ->
    xmlel(<<"user">>, [{<<"jid">>, User}, {<<"room">>, Room}, {<<"until">>, integer_to_binary(Until)},
                         {<<"comment">>, Comment}]).

is_banned(Room, User) -> lists:any(fun is_valid/1, mnesia:dirty_read(ethora_ban, {Room, User})).

is_valid(#ethora_ban{until = Until}) -> Until > erlang:system_time(second).
