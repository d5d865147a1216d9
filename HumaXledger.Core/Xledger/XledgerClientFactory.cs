using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Writing;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger;

/// <summary>Assembles clients. All clients of a token share its limits and its learned behavior.</summary>
internal sealed class XledgerClientFactory(
    IHttpClientFactory http,
    IOptions<XledgerOptions> options,
    TokenLimitsRegister limits,
    LearnedBehaviorRegister learnedRegister,
    TimeProvider time
) : IXledgerClientFactory
{
    public IXledgerClient Create(XledgerAccess access, IUsageMeter? usage = null, string? learned = null)
    {
        var settings = options.Value;
        var behavior = learnedRegister.For(access);
        behavior.Recall(learned);
        var ofToken = limits.For(access);
        var transport = new GraphQlTransport(
            http.CreateClient(XledgerServices.HttpClient),
            access,
            settings.RequestTimeout,
            usage,
            ofToken.Remote,
            time
        );
        var conversation = new XledgerConversation(transport, ofToken, time);
        var pages = new PageReader(conversation);
        var probe = new AccessProbe(conversation, pages);
        var sender = new MutationSender(conversation, probe, settings.AliasedWrites);
        var suppliers = new SupplierLookup(pages);
        var writer = new XledgerWriter(
            sender,
            suppliers,
            new GenderLookup(conversation, probe, behavior),
            behavior,
            settings.AliasedWrites
        );
        var employees = new EmployeeReader(pages, settings.PageSize, behavior, time);
        return new XledgerClient(
            probe,
            employees,
            writer,
            new XledgerAdder(sender, writer, suppliers, new OrphanRecords(pages, employees, suppliers), behavior, time),
            ofToken
        );
    }
}
