%% Elements and addresses, in few words.
-module(ethora_xml).

-export([xmlel/2, attr/2, attr/3, text/2, result/3, bare/1]).

-include_lib("xmpp/include/xmpp.hrl").

xmlel(Name, Attrs) -> #xmlel{name = Name, attrs = Attrs, children = []}.

attr(Name, El) -> attr(Name, El, <<>>).

attr(Name, #xmlel{attrs = Attrs}, Otherwise) ->
    case fxml:get_attr(Name, Attrs) of
        {value, Value} -> Value;
        false -> Otherwise
    end.

result(IQ, NS, Children) ->
    xmpp:make_iq_result(IQ, #xmlel{name = <<"query">>, attrs = [{<<"xmlns">>, NS}], children = Children}).

bare(Jid) -> jid:encode(jid:remove_resource(jid:tolower(Jid))).

%% The text of the element that the path of names leads to; empty when there is none.
text(Path, El) -> fxml:get_path_s(El, [{elem, Name} || Name <- Path] ++ [cdata]).
