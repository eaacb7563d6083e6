%% Editing and deleting: what the author of a message may do to it afterwards.
-module(ethora_archive).

-export([change/2]).

-include_lib("xmpp/include/xmpp.hrl").
-include("mod_muc_room.hrl").
-include("ejabberd_sql_pt.hrl").

-import(ethora_xml, [xmlel/2, attr/2, text/2, bare/1]).

%% The author's `<replace/>` or `<delete/>` changes the archive and goes to everybody; another's is dropped without a word.
change(#message{sub_els = Els} = Message, Room) ->
    case [El || #xmlel{name = Name} = El <- Els, Name == <<"replace">> orelse Name == <<"delete">>] of
        [#xmlel{attrs = Attrs} = El | _] ->
            %% XEP-0308, which clients of other servers use, is none of ours.
            case fxml:get_attr_s(<<"xmlns">>, Attrs) of
                <<"urn:xmpp:message-correct:0">> -> Message;
                _ -> changed(rewrite(attr(<<"id">>, El), El, Message#message.from, Room), Message)
            end;
        [] -> Message
    end.

%% The request itself is not archived, even if it has a body.
changed(true, Message) -> xmpp:put_meta(Message, mam_ignore, true);
changed(false, _Message) -> drop.

rewrite(Id, Change, From, #state{server_host = LServer} = Room) ->
    {RoomJid, Author} = {bare(Room#state.jid), bare(From)},
    case string:to_integer(Id) of
        {Timestamp, <<>>} when is_integer(Timestamp) ->
            case ejabberd_sql:sql_query(
                   LServer,
                   ?SQL("select @(xml)s from archive where username=%(RoomJid)s and %(LServer)H"
                        " and timestamp=%(Timestamp)d and bare_peer=%(Author)s")) of
                {selected, [{Xml}]} -> store(LServer, RoomJid, Timestamp, rewritten(Xml, Change));
                _ -> false
            end;
        _ -> false
    end.

store(LServer, RoomJid, Timestamp, El) ->
    {Xml, Text} = {fxml:element_to_binary(El), text([<<"body">>], El)},
    {updated, Count} = ejabberd_sql:sql_query(
                         LServer,
                         ?SQL("update archive set xml=%(Xml)s, txt=%(Text)s where username=%(RoomJid)s"
                              " and %(LServer)H and timestamp=%(Timestamp)d")),
    Count > 0.

rewritten(Xml, #xmlel{name = Name} = Change) ->
    {Text, Mark} = case Name of
                       <<"replace">> -> {attr(<<"text">>, Change), <<"replaced">>};
                       <<"delete">> -> {<<"deleted">>, <<"deleted">>}
                   end,
    Now = integer_to_binary(erlang:system_time(millisecond)),
    #xmlel{children = Children} = El = fxml_stream:parse_element(Xml),
    Others = [Child || Child <- Children, not is_named(Child, [<<"body">>, <<"replaced">>])],
    Body = #xmlel{name = <<"body">>, attrs = [], children = [{xmlcdata, Text}]},
    El#xmlel{children = [Body | Others] ++ [xmlel(Mark, [{<<"timestamp">>, Now}])]}.

is_named(#xmlel{name = Name}, Names) -> lists:member(Name, Names);
is_named(_, _) -> false.
