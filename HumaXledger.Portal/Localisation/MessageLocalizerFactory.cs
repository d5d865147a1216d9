using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>Gives every page texts with plurals; the texts are in the resource files beside the pages.</summary>
public sealed class MessageLocalizerFactory(ResourceManagerStringLocalizerFactory resources) : IStringLocalizerFactory
{
    /// <inheritdoc />
    public IStringLocalizer Create(Type resourceSource) => new MessageLocalizer(resources.Create(resourceSource));

    /// <inheritdoc />
    public IStringLocalizer Create(string baseName, string location) =>
        new MessageLocalizer(resources.Create(baseName, location));
}
