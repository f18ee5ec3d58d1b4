using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Provider;

namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>Makes the configured provider.</summary>
internal static class ProviderParts
{
    /// <param name="options">Already checked: <see cref="HttpProviderOptions.Problems"/> is empty.</param>
    /// <returns>None when no address is configured.</returns>
    public static IReadOnlyList<ICredentialFormat> Formats(HttpProviderOptions options, TimeProvider time) => options.Address.Length == 0
        ? []
        : [new ProviderFormat(new HttpColourCodeProvider(options, HttpColourCodeProvider.Handler(), time))];
}
